import { Button, Field, makeStyles, Textarea, tokens } from '@fluentui/react-components';
import { DocumentSearchRegular } from '@fluentui/react-icons';
import { useMutation } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import type { TokenReportDto } from '../../ipc/generated/contract';
import { useHost } from '../../ipc/HostContext';
import type { CommandFailure } from '../../ipc/host';
import { ErrorBanner } from '../../shared/ErrorBanner';
import { Section } from '../../shared/Page';
import { ofPasted } from './subject';
import { TokenCopies } from './TokenCopies';
import { TokenReport } from './TokenReport';
import { TokenTabs } from './TokenTabs';

const useStyles = makeStyles({
  actions: { display: 'flex', gap: tokens.spacingHorizontalS },
  text: { fontFamily: tokens.fontFamilyMonospace },
});

/** What was in the field when it was inspected; the field may hold another text since. */
type Pasted = { text: string; number: number };

/** Any token, pasted. It is decoded in the backend, held nowhere, and gone from here with "Clear". */
export function InspectToken() {
  const styles = useStyles();
  const host = useHost();
  const [text, setText] = useState('');
  const pastes = useRef(0);
  const inspect = useMutation<TokenReportDto, CommandFailure, Pasted>({
    mutationFn: (pasted) => host.invoke('inspect_token', { text: pasted.text }),
    gcTime: 0,
  });
  const start = (): void => {
    pastes.current += 1;
    inspect.mutate({ text, number: pastes.current });
  };
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
            onClick={start}
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
      {inspect.data === undefined ? null : <PastedToken key={inspect.variables.number} pasted={inspect.variables} report={inspect.data} />}
    </>
  );
}

function PastedToken({ pasted, report }: { pasted: Pasted; report: TokenReportDto }) {
  const subject = ofPasted(pasted.text, pasted.number);
  return (
    <TokenTabs subject={subject} label="Views of the pasted token">
      <TokenReport report={report} subject={subject} title="Checks of the pasted token" />
      <TokenCopies subject={subject} />
    </TokenTabs>
  );
}
