import { Button, Field, Input, makeStyles, Radio, RadioGroup, Text, tokens } from '@fluentui/react-components';
import { ChevronDownRegular, ChevronRightRegular, PersonKeyRegular } from '@fluentui/react-icons';
import { useId, useState } from 'react';
import type { ProfileDto, SignInPrompt, StartSignInRequest } from '../../ipc/generated/contract';
import { navigate } from '../../shared/navigation';
import { Section } from '../../shared/Page';

const useStyles = makeStyles({
  start: { display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: tokens.spacingHorizontalM },
  toggle: { alignSelf: 'flex-start', paddingLeft: 0 },
  panel: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalL, minWidth: 0 },
  about: { color: tokens.colorNeutralForeground3 },
  account: { maxWidth: '420px' },
});

const PROMPTS: Record<SignInPrompt, { title: string; about: string }> = {
  selectAccount: { title: 'Choose an account', about: 'The page asks which account, even if the browser is signed in to one.' },
  consent: { title: 'Ask for consent again', about: 'After a permission was added to the app registration.' },
  login: { title: 'Enter credentials', about: 'Even if the browser is signed in.' },
  default: { title: 'Whatever is needed', about: 'A browser that is signed in may answer at once, without a question.' },
};

type Props = {
  profile: ProfileDto;
  /** Somebody is signed in; the session goes on until the new sign-in succeeds. */
  again: boolean;
  onStart: (request: StartSignInRequest) => void;
};

/** The usual way: one button, and what can be asked of the page beside it. */
export function BrowserSignIn({ profile, again, onStart }: Props) {
  const styles = useStyles();
  const id = useId();
  const [open, setOpen] = useState(false);
  const [prompt, setPrompt] = useState<SignInPrompt>('selectAccount');
  const [account, setAccount] = useState('');
  const loginHint = account.trim() === '' ? null : account.trim();
  const changed = prompt !== 'selectAccount' || loginHint !== null;
  const start = (): void => onStart({ prompt, loginHint, satisfyPolicy: false });

  return (
    <Section
      title={again ? 'Sign in again' : `Profile ${profile.name}`}
      lead={
        again
          ? 'With another account, or after a permission was added. The session above goes on until the new sign-in succeeds.'
          : `Asks for: ${profile.wantedPermissions.join(', ')}.`
      }
    >
      <div className={styles.start}>
        {again ? (
          <Button icon={<PersonKeyRegular />} onClick={start} data-testid="sign-in-again">
            Sign in again with the browser
          </Button>
        ) : (
          <>
            <Button appearance="primary" size="large" icon={<PersonKeyRegular />} onClick={start} data-testid="start-sign-in">
              Sign in with the browser
            </Button>
            <Button appearance="subtle" onClick={() => navigate('setup')}>
              Change the profile
            </Button>
          </>
        )}
      </div>
      <Button
        className={styles.toggle}
        appearance="transparent"
        icon={open ? <ChevronDownRegular /> : <ChevronRightRegular />}
        aria-expanded={open}
        aria-controls={open ? id : undefined}
        onClick={() => setOpen(!open)}
        data-testid="sign-in-options"
      >
        {changed ? 'Options (changed)' : 'Options'}
      </Button>
      {open ? (
        <div id={id} className={styles.panel}>
          <Field label="What the sign-in page asks">
            <RadioGroup value={prompt} onChange={(_, { value }) => setPrompt(value as SignInPrompt)}>
              {Object.entries(PROMPTS).map(([value, { title, about }]) => (
                <Radio
                  key={value}
                  value={value}
                  label={
                    <>
                      {title}
                      <Text block size={200} className={styles.about}>
                        {about}
                      </Text>
                    </>
                  }
                  data-testid={`prompt-${value}`}
                />
              ))}
            </RadioGroup>
          </Field>
          <Field
            className={styles.account}
            label="Account to offer"
            hint="A user name such as maya@contoso.com. The page fills it in; another can still be chosen there."
          >
            <Input
              value={account}
              onChange={(_, { value }) => setAccount(value)}
              autoComplete="off"
              spellCheck={false}
              data-testid="login-hint"
            />
          </Field>
        </div>
      ) : null}
    </Section>
  );
}
