import { Button, makeStyles, tokens } from '@fluentui/react-components';
import { BranchCompareRegular } from '@fluentui/react-icons';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import type { CompareTokensRequest, ComparisonDto, TokenRefSource } from '../../../ipc/generated/contract';
import { useHost } from '../../../ipc/HostContext';
import type { CommandFailure } from '../../../ipc/host';
import { useAppState } from '../../../shared/appState';
import { ErrorBanner } from '../../../shared/ErrorBanner';
import { Section } from '../../../shared/Page';
import type { TokenSubject } from '../subject';
import { Differences } from './Differences';
import { refOf, Side, type SideChoice } from './Side';

const useStyles = makeStyles({
  sides: {
    display: 'grid',
    gridTemplateColumns: 'repeat(auto-fit, minmax(min(260px, 100%), 1fr))',
    gap: tokens.spacingHorizontalXL,
  },
});

/** Two tokens side by side. Texts pasted here are in this component's state alone and go with it. */
export default function Compare({ subject }: { subject: TokenSubject }) {
  const styles = useStyles();
  const host = useHost();
  const { session } = useAppState();
  const pasted = subject.request.text;
  const offered: TokenRefSource[] = session === null ? ['pasted'] : ['session', 'previous', 'pasted'];
  const [before, setBefore] = useState<SideChoice>({
    source: session === null ? 'pasted' : pasted === null ? 'previous' : 'session',
    text: '',
  });
  const [after, setAfter] = useState<SideChoice>(
    pasted === null ? { source: 'session', text: '' } : { source: 'pasted', text: pasted },
  );
  const compare = useMutation<ComparisonDto, CommandFailure, CompareTokensRequest>({
    mutationFn: (request) => host.invoke('compare_tokens', request),
    gcTime: 0,
  });
  const lacksText = [before, after].some(({ source, text }) => source === 'pasted' && text.trim() === '');
  // An answer about other tokens than those that are chosen would mislead.
  const choose =
    (set: (choice: SideChoice) => void) =>
    (choice: SideChoice): void => {
      set(choice);
      compare.reset();
    };

  return (
    <>
      <Section
        title="Compare two tokens"
        lead="For example from before and after consent, or of two people. A pasted token is decoded on this computer and held nowhere."
      >
        <div className={styles.sides}>
          <Side name="before" label="Before" offered={offered} choice={before} onChange={choose(setBefore)} />
          <Side name="after" label="After" offered={offered} choice={after} onChange={choose(setAfter)} />
        </div>
        <div>
          <Button
            appearance="primary"
            icon={<BranchCompareRegular />}
            disabledFocusable={lacksText || compare.isPending}
            onClick={() => compare.mutate({ before: refOf(before), after: refOf(after) })}
            data-testid="compare-tokens"
          >
            Compare
          </Button>
        </div>
        {compare.error === null ? null : <ErrorBanner failure={compare.error} />}
      </Section>
      {compare.data === undefined ? null : <Differences comparison={compare.data} />}
    </>
  );
}
