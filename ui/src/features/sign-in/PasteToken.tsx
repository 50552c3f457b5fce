import { Button, Field, Link, makeStyles, Text, Textarea, tokens } from '@fluentui/react-components';
import { useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { useHost } from '../../ipc/HostContext';
import { toCommandFailure, type CommandFailure } from '../../ipc/host';
import { replaceAppState } from '../../shared/appState';
import { ErrorBanner } from '../../shared/ErrorBanner';
import { navigate } from '../../shared/navigation';

const useStyles = makeStyles({
  text: { maxWidth: '80ch' },
  field: { width: '100%' },
  mono: { fontFamily: tokens.fontFamilyMonospace },
  banner: { width: '100%' },
});

/** A token to call with. It lives in its field until it is used, and in nothing else of the window. */
export function PasteToken() {
  const styles = useStyles();
  const host = useHost();
  const client = useQueryClient();
  const pasted = useRef<HTMLTextAreaElement>(null);
  const [typed, setTyped] = useState(false);
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<CommandFailure | null>(null);

  const use = async (): Promise<void> => {
    const field = pasted.current;
    if (field === null || !typed || busy) {
      return;
    }
    setBusy(true);
    try {
      const state = await host.invoke('use_token', { text: field.value });
      field.value = '';
      setTyped(false);
      setFailure(null);
      replaceAppState(client, state);
    } catch (reason) {
      setFailure(toCommandFailure(reason));
    }
    setBusy(false);
  };

  return (
    <>
      <Text className={styles.text}>
        Calls are made with this token until it ends. It cannot be renewed; then paste another or sign in. It stays in memory and is gone
        when the app closes. To look at a token without calling with it, use <Link as="button" inline onClick={() => navigate('token')}>Token</Link>.
      </Text>
      <Field label="Access token" className={styles.field}>
        <Textarea
          ref={pasted}
          defaultValue=""
          onChange={(_, { value }) => setTyped(value.trim() !== '')}
          rows={3}
          spellCheck={false}
          autoComplete="off"
          placeholder="eyJ…"
          textarea={{ className: styles.mono, 'data-testid': 'use-token-text' } as { className: string }}
        />
      </Field>
      <Button disabledFocusable={!typed || busy} onClick={() => void use()} data-testid="use-token">
        Use this token
      </Button>
      {failure === null ? null : (
        <div className={styles.banner}>
          <ErrorBanner failure={failure} onDismiss={() => setFailure(null)} />
        </div>
      )}
    </>
  );
}
