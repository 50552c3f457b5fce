import { Button, Field, Input, makeStyles, MessageBar, MessageBarBody, Radio, RadioGroup, Text, tokens } from '@fluentui/react-components';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState, type SubmitEvent } from 'react';
import type {
  NetworkSettingsDto,
  NetworkTestDto,
  ProxyChoice,
  RootCertificateDto,
  SetNetworkSettingsRequest,
} from '../../ipc/generated/contract';
import { useHost } from '../../ipc/HostContext';
import type { CommandFailure } from '../../ipc/host';
import { activeProfile, useAppState } from '../../shared/appState';
import { ErrorBanner } from '../../shared/ErrorBanner';
import { ReachTable } from './ReachTable';
import { RootCertificates } from './RootCertificates';

const useStyles = makeStyles({
  form: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalL, minWidth: 0 },
  about: { color: tokens.colorNeutralForeground3 },
  own: {
    display: 'grid',
    gridTemplateColumns: 'repeat(auto-fit, minmax(min(100%, 360px), 1fr))',
    gap: `${tokens.spacingVerticalL} ${tokens.spacingHorizontalXL}`,
    alignItems: 'start',
  },
  seconds: { display: 'flex', flexWrap: 'wrap', gap: `${tokens.spacingVerticalL} ${tokens.spacingHorizontalXL}` },
  number: { width: '240px' },
  actions: { display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: tokens.spacingHorizontalS },
  said: { whiteSpace: 'normal' },
});

const PROXIES: Record<ProxyChoice, { title: string; about: string }> = {
  system: {
    title: 'As this system says',
    about: 'The proxy of the system settings, or of the variables HTTPS_PROXY and NO_PROXY. Scripts (PAC) are not followed.',
  },
  none: { title: 'No proxy', about: 'Sign-in and calls go out directly.' },
  own: { title: 'This proxy', about: 'With a user name and password, if it wants them.' },
};

type FieldName = 'address' | 'exceptions' | 'username' | 'connectSeconds' | 'answerSeconds' | 'roots';

type Draft = Omit<SetNetworkSettingsRequest, 'roots' | 'connectSeconds' | 'answerSeconds'> & {
  roots: readonly RootCertificateDto[];
  connectSeconds: string;
  answerSeconds: string;
};

function draftOf(settings: NetworkSettingsDto): Draft {
  const { proxy, address, exceptions, username, roots, connectSeconds, answerSeconds } = settings;
  return {
    proxy,
    address,
    exceptions,
    username,
    roots,
    connectSeconds: String(connectSeconds),
    answerSeconds: String(answerSeconds),
    password: null,
  };
}

/** A number, as it was typed; what is none is for the backend to refuse. */
function seconds(text: string): number {
  const number = Number(text);
  return Number.isInteger(number) && number >= 0 && text.trim() !== '' ? number : 0;
}

function requestOf(draft: Draft): SetNetworkSettingsRequest {
  return {
    ...draft,
    roots: draft.roots.map(({ der }) => der),
    connectSeconds: seconds(draft.connectSeconds),
    answerSeconds: seconds(draft.answerSeconds),
  };
}

/** The rules are the backend's: the form sends what was typed and shows the answer at the field it names. */
export function NetworkForm({ settings }: { settings: NetworkSettingsDto }) {
  const styles = useStyles();
  const host = useHost();
  const client = useQueryClient();
  const profile = activeProfile(useAppState());
  const [draft, setDraft] = useState(() => draftOf(settings));
  const change = (part: Partial<Draft>): void => {
    setDraft({ ...draft, ...part });
    save.reset();
    test.reset();
  };
  const save = useMutation<NetworkSettingsDto, CommandFailure>({
    mutationFn: () => host.invoke('set_network_settings', requestOf(draft)),
    onSuccess: (saved) => {
      client.setQueryData(['network-settings'], saved);
      setDraft(draftOf(saved));
    },
    gcTime: 0,
  });
  const test = useMutation<NetworkTestDto, CommandFailure>({
    mutationFn: () => host.invoke('test_network', requestOf(draft)),
    gcTime: 0,
  });

  const failure = save.error ?? test.error;
  const atFault = failure?.detail.code === 'NETWORK_SETTINGS_INVALID' ? failure.detail.field : null;
  const problem = (field: FieldName) =>
    failure !== null && atFault === field
      ? {
          validationState: 'error' as const,
          validationMessage: {
            children: [failure.detail.message, failure.detail.hint].filter((text) => text !== null).join(' '),
            'data-testid': `network-${field}-error`,
          },
        }
      : {};
  const own = draft.proxy === 'own';
  const shownAtField = atFault !== null && (own || !['address', 'exceptions', 'username'].includes(atFault));
  const busy = save.isPending || test.isPending;

  return (
    <form
      className={styles.form}
      noValidate
      onSubmit={(event: SubmitEvent) => {
        event.preventDefault();
        test.reset();
        save.mutate();
      }}
      data-testid="network-form"
    >
      <Field label="Proxy">
        <RadioGroup value={draft.proxy} onChange={(_, { value }) => change({ proxy: value as ProxyChoice })}>
          {Object.entries(PROXIES).map(([value, { title, about }]) => (
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
              data-testid={`proxy-${value}`}
            />
          ))}
        </RadioGroup>
      </Field>
      {own ? (
        <div className={styles.own}>
          <Field label="Address" hint="For example http://proxy.contoso.com:8080" {...problem('address')}>
            <Input
              value={draft.address}
              onChange={(_, { value }) => change({ address: value })}
              autoComplete="off"
              spellCheck={false}
              data-testid="proxy-address"
            />
          </Field>
          <Field label="No proxy for" hint="Host names, domains and address ranges, separated by commas." {...problem('exceptions')}>
            <Input
              value={draft.exceptions}
              onChange={(_, { value }) => change({ exceptions: value })}
              autoComplete="off"
              spellCheck={false}
              data-testid="proxy-exceptions"
            />
          </Field>
          <Field label="User name" hint="Leave it empty where the proxy wants none." {...problem('username')}>
            <Input
              value={draft.username}
              onChange={(_, { value }) => change({ username: value })}
              autoComplete="off"
              spellCheck={false}
              data-testid="proxy-username"
            />
          </Field>
          <Field label="Password" hint={passwordHint(settings, draft)}>
            <Input
              type="password"
              value={draft.password ?? ''}
              placeholder={settings.passwordKeptIn === null ? undefined : 'Kept'}
              disabled={draft.username.trim() === ''}
              onChange={(_, { value }) => change({ password: value === '' ? null : value })}
              autoComplete="off"
              data-testid="proxy-password"
            />
          </Field>
        </div>
      ) : null}
      <RootCertificates
        roots={draft.roots}
        onChange={(roots) => change({ roots })}
        problem={problem('roots')}
      />
      <div className={styles.seconds}>
        <Field className={styles.number} label="Seconds to connect" hint="1 to 120" {...problem('connectSeconds')}>
          <Input
            inputMode="numeric"
            value={draft.connectSeconds}
            onChange={(_, { value }) => change({ connectSeconds: value })}
            data-testid="connect-seconds"
          />
        </Field>
        <Field className={styles.number} label="Seconds without an answer" hint="5 to 600; a sign-in waits half as long." {...problem('answerSeconds')}>
          <Input
            inputMode="numeric"
            value={draft.answerSeconds}
            onChange={(_, { value }) => change({ answerSeconds: value })}
            data-testid="answer-seconds"
          />
        </Field>
      </div>
      <div className={styles.actions}>
        <Button type="submit" appearance="primary" disabledFocusable={busy} data-testid="save-network">
          Save
        </Button>
        {profile === null ? null : (
          <Button
            disabledFocusable={busy}
            onClick={() => {
              save.reset();
              test.mutate();
            }}
            data-testid="test-network"
          >
            Test without saving
          </Button>
        )}
      </div>
      <div role="status">
        {save.isSuccess ? (
          <MessageBar intent="success" data-testid="network-saved">
            <MessageBarBody className={styles.said}>Saved. Sign-in and calls go this way from now on.</MessageBarBody>
          </MessageBar>
        ) : null}
        {test.isPending ? <Text>Reaching the services of {profile?.name} …</Text> : null}
        {test.data === undefined ? null : <ReachTable services={test.data.services} />}
      </div>
      {failure === null || shownAtField ? null : <ErrorBanner failure={failure} />}
    </form>
  );
}

function passwordHint(settings: NetworkSettingsDto, draft: Draft): string {
  if (draft.username.trim() === '') {
    return 'Goes with a user name.';
  }
  switch (settings.passwordKeptIn) {
    case 'keyStore':
      return 'The one that is kept stays unless you enter another. It is sealed; its key is in the key store of this computer.';
    case 'memory':
      return 'Kept in memory only: this computer has no key store. Enter it again after a restart.';
    case null:
      return 'Sealed, with its key in the key store of this computer.';
  }
}
