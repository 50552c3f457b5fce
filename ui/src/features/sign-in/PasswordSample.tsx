import {
  Button,
  Field,
  Input,
  makeStyles,
  MessageBar,
  MessageBarActions,
  MessageBarBody,
  Radio,
  RadioGroup,
  Text,
  tokens,
} from '@fluentui/react-components';
import { useRef, useState, type SubmitEvent } from 'react';
import type { PasswordEndpoint, ProfileDto, StartPasswordSignInRequest } from '../../ipc/generated/contract';
import { navigate } from '../../shared/navigation';
import type { PasswordDraft } from './OtherWays';

const useStyles = makeStyles({
  text: { maxWidth: '80ch' },
  notes: {
    display: 'flex',
    flexDirection: 'column',
    gap: tokens.spacingVerticalXS,
    maxWidth: '80ch',
    paddingLeft: tokens.spacingHorizontalXL,
    listStyleType: 'disc',
  },
  bar: { width: '100%', boxSizing: 'border-box' },
  body: { whiteSpace: 'normal' },
  form: { display: 'flex', flexDirection: 'column', alignItems: 'flex-start', gap: tokens.spacingVerticalM, width: '100%', minWidth: 0 },
  fields: {
    display: 'grid',
    gridTemplateColumns: 'repeat(auto-fit, minmax(240px, 360px))',
    gap: `${tokens.spacingVerticalM} ${tokens.spacingHorizontalXL}`,
    width: '100%',
  },
});

const ENDPOINTS: Record<PasswordEndpoint, string> = {
  v1: "v1, as the documentation's page shows it: /oauth2/token with resource",
  v2: 'v2: /oauth2/v2.0/token with scope',
};

type Props = {
  profile: ProfileDto;
  draft: PasswordDraft;
  onDraft: (draft: PasswordDraft) => void;
  onSend: (request: StartPasswordSignInRequest) => void;
};

/** What the sample does, why it often fails, and the sample itself where the profile allows it. */
export function PasswordSample({ profile, draft, onDraft, onSend }: Props) {
  const styles = useStyles();
  return (
    <>
      <Text className={styles.text}>
        The documentation&apos;s page on user context sends the user name and the password to the token endpoint. This is here to explain
        that sample. Microsoft advises against signing in this way. It fails:
      </Text>
      <ul className={styles.notes} data-testid="password-reasons">
        <li>with multifactor authentication, because no page is shown that could ask for it, and Microsoft requires it more and more;</li>
        <li>for federated accounts whose password hash is not synchronised to Microsoft Entra, and for accounts without a password;</li>
        <li>for guests and personal accounts, whose password is kept elsewhere;</li>
        <li>where the app registration does not allow public client flows.</li>
      </ul>
      <Text className={styles.text}>
        Unlike the sample, this app encodes every character, shows the whole error, and forgets the password once it is sent.
      </Text>
      {profile.allowPasswordSample ? (
        <PasswordForm draft={draft} onDraft={onDraft} onSend={onSend} />
      ) : (
        <MessageBar layout="multiline" className={styles.bar} data-testid="password-off">
          <MessageBarBody className={styles.body}>Off for the profile {profile.name}. The switch is under Advanced in the profile.</MessageBarBody>
          <MessageBarActions>
            <Button onClick={() => navigate('setup', 'edit')} data-testid="password-open-profile">
              Edit the profile
            </Button>
          </MessageBarActions>
        </MessageBar>
      )}
    </>
  );
}

/** The password lives in its field alone, and is taken out of it the moment it is sent. */
function PasswordForm({ draft, onDraft, onSend }: Omit<Props, 'profile'>) {
  const styles = useStyles();
  const password = useRef<HTMLInputElement>(null);
  const [typed, setTyped] = useState(false);
  const complete = typed && draft.username.trim() !== '';

  const send = (event: SubmitEvent): void => {
    event.preventDefault();
    const field = password.current;
    if (field === null || !complete) {
      return;
    }
    const request = { ...draft, username: draft.username.trim(), password: field.value };
    field.value = '';
    setTyped(false);
    onSend(request);
  };

  return (
    <form className={styles.form} onSubmit={send} autoComplete="off" data-testid="password-form">
      <Field label="Endpoint">
        <RadioGroup value={draft.endpoint} onChange={(_, { value }) => onDraft({ ...draft, endpoint: value as PasswordEndpoint })}>
          {Object.entries(ENDPOINTS).map(([value, label]) => (
            <Radio key={value} value={value} label={label} data-testid={`password-endpoint-${value}`} />
          ))}
        </RadioGroup>
      </Field>
      <div className={styles.fields}>
        <Field label="User name">
          <Input
            value={draft.username}
            onChange={(_, { value }) => onDraft({ ...draft, username: value })}
            autoComplete="off"
            spellCheck={false}
            data-testid="password-username"
          />
        </Field>
        <Field label="Password">
          <Input
            ref={password}
            type="password"
            defaultValue=""
            onChange={(_, { value }) => setTyped(value !== '')}
            autoComplete="off"
            data-testid="password-password"
          />
        </Field>
      </div>
      <Button type="submit" disabledFocusable={!complete} data-testid="password-send">
        Send user name and password
      </Button>
    </form>
  );
}
