import { makeStyles, Spinner, Switch, Text, tokens } from '@fluentui/react-components';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { CallRequest, SnippetLanguage, TextDto } from '../../../ipc/generated/contract';
import { useHost } from '../../../ipc/HostContext';
import type { CommandFailure } from '../../../ipc/host';
import { CopyButton } from '../../../shared/CopyButton';
import { ErrorBanner } from '../../../shared/ErrorBanner';
import { Tabs, type Tab } from '../../../shared/Tabs';
import { useSettled } from '../../../shared/settled';
import { TextBox } from '../../../shared/TextBox';

const LANGUAGES: readonly Tab<SnippetLanguage>[] = [
  { name: 'curl', title: 'curl' },
  { name: 'powerShell', title: 'PowerShell' },
  { name: 'cSharp', title: 'C#' },
  { name: 'python', title: 'Python' },
  { name: 'rust', title: 'Rust' },
];

const useStyles = makeStyles({
  root: { display: 'flex', flexDirection: 'column', minHeight: 0, gap: tokens.spacingVerticalXS, overflowY: 'auto' },
  panel: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalS, minHeight: 0 },
  bar: { display: 'flex', flexWrap: 'wrap', alignItems: 'center', justifyContent: 'space-between', gap: tokens.spacingHorizontalM },
});

/** The call of the form as a program of one's own, in the language that was looked at last. */
export function Snippets({ request }: { request: CallRequest }) {
  const styles = useStyles();
  const host = useHost();
  const [language, setLanguage] = useState<SnippetLanguage>('curl');
  const [deviceCode, setDeviceCode] = useState(false);
  const call = useSettled(JSON.stringify(request), 250);
  const snippet = useQuery<TextDto, CommandFailure>({
    queryKey: ['snippet', call, language, deviceCode],
    queryFn: () => host.invoke('get_snippet', { call: JSON.parse(call) as CallRequest, language, deviceCode }),
    gcTime: 10_000,
    placeholderData: (before) => before,
  });
  return (
    <div className={styles.root} data-testid="snippets">
      <Tabs label="Language" tabs={LANGUAGES} selected={language} onSelect={setLanguage} panelClassName={styles.panel} testId="snippet">
        <div className={styles.bar}>
          {language === 'curl' ? (
            // A shell has no browser to be called back from.
            <Text>Signs in with a device code</Text>
          ) : (
            <Switch
              label={deviceCode ? 'Signs in with a device code' : 'Signs in with the browser'}
              checked={deviceCode}
              onChange={(_, { checked }) => setDeviceCode(checked)}
              data-testid="snippet-device-code"
            />
          )}
          {snippet.data === undefined ? null : (
            <CopyButton text={snippet.data.text} what="snippet" appearance="outline" data-testid="copy-snippet">
              Copy
            </CopyButton>
          )}
        </div>
        <Text size={200}>The values are those of the form as it stands. No secret is in it.</Text>
        {snippet.error === null ? null : <ErrorBanner failure={snippet.error} />}
        {snippet.data === undefined ? (
          snippet.isPending ? (
            <Spinner size="tiny" label="Writing the snippet" />
          ) : null
        ) : (
          <TextBox label="Snippet" text={snippet.data.text} testId="snippet-text" />
        )}
      </Tabs>
    </div>
  );
}
