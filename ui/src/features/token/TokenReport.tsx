import { makeStyles, MessageBar, MessageBarBody, MessageBarTitle, Text, tokens } from '@fluentui/react-components';
import type { ReactNode } from 'react';
import type { Outcome, TokenReportDto, VerdictDto } from '../../ipc/generated/contract';
import { Countdown } from '../../shared/Countdown';
import { Section } from '../../shared/Page';
import { Time } from '../../shared/Time';
import { ClaimTable } from './ClaimTable';
import { ScopeTable } from './ScopeTable';
import { SignatureRow } from './SignatureRow';
import type { TokenSubject } from './subject';
import { OutcomeIcon, VerdictLine, VerdictText } from './Verdict';

const useStyles = makeStyles({
  summary: { display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: tokens.spacingHorizontalS },
  checks: { display: 'flex', flexDirection: 'column' },
  list: { display: 'flex', flexDirection: 'column', listStyleType: 'none' },
  verdict: { ':not(:last-child)': { borderBottom: `1px solid ${tokens.colorNeutralStroke3}` } },
  contexts: { whiteSpace: 'normal', paddingBottom: tokens.spacingVerticalS },
  contextsTitle: { display: 'block' },
  times: { color: tokens.colorNeutralForeground2, fontVariantNumeric: 'tabular-nums' },
});

type Summary = { outcome: Outcome; text: string };

/** The verdicts in one sentence. */
export function summarise(verdicts: readonly VerdictDto[]): Summary {
  const count = (outcome: Outcome): number => verdicts.filter((verdict) => verdict.outcome === outcome).length;
  const several = (n: number, word: string): string => `${n} ${word}${n === 1 ? '' : 's'}`;
  const problems = count('problem');
  const warnings = count('warning');
  if (problems > 0) {
    const and = warnings > 0 ? ` and ${several(warnings, 'warning')}` : '';
    const first = problems > 1 ? ' Start with the first: it often explains the others.' : '';
    return { outcome: 'problem', text: `${several(problems, 'problem')}${and}.${first}` };
  }
  if (warnings > 0) {
    return { outcome: 'warning', text: `Usable, with ${several(warnings, 'warning')}.` };
  }
  return { outcome: 'ok', text: 'This token fits what you want to do.' };
}

type Props = { report: TokenReportDto; subject: TokenSubject; title: string; aside?: ReactNode };

/** A decoded token: the verdicts, the permissions, then everything that is in it. */
export function TokenReport({ report, subject, title, aside }: Props) {
  const styles = useStyles();
  const summary = summarise(report.verdicts);
  const notDelegated = report.verdicts.some(({ id, outcome }) => id === 'delegated' && outcome === 'problem');
  return (
    <>
      <Section title={title} aside={aside}>
        <div className={styles.summary} role="status" data-testid="token-summary" data-outcome={summary.outcome}>
          <OutcomeIcon outcome={summary.outcome} />
          <Text size={400} weight="semibold">
            {summary.text}
          </Text>
        </div>
        {report.expiresAt === null ? null : (
          <Text className={styles.times}>
            Ends <Time at={report.expiresAt} />, time left <Countdown until={report.expiresAt} over="none, it has expired" />.
          </Text>
        )}
        {notDelegated ? <TwoContexts /> : null}
        <div className={styles.checks}>
          <ol className={styles.list} aria-label="Checks, in order">
            {report.verdicts.map((verdict) => (
              <li
                key={verdict.id}
                className={styles.verdict}
                data-testid={`verdict-${verdict.id}`}
                data-outcome={verdict.outcome}
              >
                <VerdictLine icon={<OutcomeIcon outcome={verdict.outcome} />} title={verdict.title}>
                  <VerdictText seen={verdict.seen} advice={verdict.advice} />
                </VerdictLine>
              </li>
            ))}
          </ol>
          <SignatureRow subject={subject} />
        </div>
      </Section>
      <Section
        title="Permissions (scp)"
        lead="The delegated permissions in the token against those that the profile wants."
      >
        <ScopeTable rows={report.scopes} />
      </Section>
      <Section title="Claims" lead="What the token says, member by member.">
        <ClaimTable label="Claims" claims={report.claims} />
      </Section>
      <Section title="Header" lead="How the token is signed.">
        <ClaimTable label="Header" claims={report.header} />
      </Section>
    </>
  );
}

/** For a token that carries no delegated permission: which of the two kinds carries what. */
function TwoContexts() {
  const styles = useStyles();
  return (
    <MessageBar intent="info" layout="multiline" data-testid="contexts-explained">
      <MessageBarBody className={styles.contexts}>
        <MessageBarTitle className={styles.contextsTitle}>
          Delegated tokens carry scp, application tokens carry roles
        </MessageBarTitle>
        A delegated token acts for the person who signed in: its permissions stand in scp, and that person&apos;s Defender
        role counts as well. An application token acts for the app alone, without a person: its permissions stand in roles.
        This program works with delegated tokens.
      </MessageBarBody>
    </MessageBar>
  );
}
