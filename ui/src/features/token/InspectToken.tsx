import { Button, Field, makeStyles, Textarea, tokens } from '@fluentui/react-components';
import { DocumentSearchRegular } from '@fluentui/react-icons';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import type { TokenReportDto } from '../../ipc/generated/contract';
import { useHost } from '../../ipc/HostContext';
import type { CommandFailure } from '../../ipc/host';
import { ErrorBanner } from '../../shared/ErrorBanner';
import { Section } from '../../shared/Page';
import { TokenReport } from './TokenReport';

const useStyles = makeStyles({
  actions: { display: 'flex', gap: tokens.spacingHorizontalS },
  text: { fontFamily: tokens.fontFamilyMonospace },
});

/** Any token, pasted. It is decoded in the backend, held nowhere, and gone from here with "Clear". */
export function InspectToken() {
  const styles = useStyles();
  const host = useHost();
  const [text, setText] = useState('');
  const inspect = useMutation<TokenReportDto, CommandFailure, string>({
    mutationFn: (pasted) => host.invoke('inspect_token', { text: pasted }),
    gcTime: 0,
  });
  const clear = (): void => {
    setText('');
    inspect.reset();
  };

  return (
    <>
      <Section
        title="Inspect another token"
        lead="Paste an access token, for example from a script that is refused. It is decoded on this computer and judged against the profile in use."
      >
        <Field label="Access token">
          <Textarea
            value={text}
            onChange={(_, { value }) => setText(value)}
            rows={3}
            spellCheck={false}
            autoComplete="off"
            placeholder="eyJ…"
            textarea={{ className: styles.text, 'data-testid': 'inspect-text' } as { className: string }}
          />
        </Field>
        <div className={styles.actions}>
          <Button
            icon={<DocumentSearchRegular />}
            disabledFocusable={text.trim() === '' || inspect.isPending}
            onClick={() => inspect.mutate(text)}
            data-testid="inspect-token"
          >
            Inspect
          </Button>
          {text === '' && inspect.data === undefined ? null : (
            <Button appearance="subtle" onClick={clear}>
              Clear
            </Button>
          )}
        </div>
        {inspect.error === null ? null : <ErrorBanner failure={inspect.error} />}
      </Section>
      {inspect.data === undefined ? null : <TokenReport report={inspect.data} title="Checks of the pasted token" />}
    </>
  );
}
