import { Button, makeStyles, MessageBar, MessageBarActions, MessageBarBody, MessageBarTitle, tokens } from '@fluentui/react-components';
import type { StartSignInRequest } from '../../ipc/generated/contract';

const useStyles = makeStyles({
  body: { whiteSpace: 'normal', paddingBottom: tokens.spacingVerticalS },
  title: { display: 'block' },
});

type Props = {
  /** The account that the policy spoke of, where it is known. */
  username: string;
  /** Somebody is signed in. */
  again: boolean;
  onSignIn: (request: StartSignInRequest) => void;
};

/** A policy wants more of the next sign-in, and what carries that. */
export function PolicyChallenge({ username, again, onSignIn }: Props) {
  const styles = useStyles();
  return (
    <MessageBar intent="warning" layout="multiline" data-testid="policy-challenge">
      <MessageBarBody className={styles.body}>
        <MessageBarTitle className={styles.title}>
          {again ? 'A policy asks for another sign-in.' : 'A policy asks for more at the sign-in.'}
        </MessageBarTitle>
        The service refused {again ? 'the token' : 'the last sign-in'} and said what is missing (a claims challenge), for example a second
        factor or a sign-in that is more recent. The next sign-in carries the challenge, so that Microsoft Entra asks for it.
      </MessageBarBody>
      <MessageBarActions>
        <Button
          onClick={() => onSignIn({ prompt: 'default', loginHint: username === '' ? null : username, satisfyPolicy: true })}
          data-testid="satisfy-policy"
        >
          {again ? 'Sign in again to satisfy the policy' : 'Sign in to satisfy the policy'}
        </Button>
      </MessageBarActions>
    </MessageBar>
  );
}
