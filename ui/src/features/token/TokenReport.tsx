import { makeStyles, mergeClasses, Text, tokens } from '@fluentui/react-components';
import { CheckmarkCircleFilled, DismissCircleFilled, QuestionCircleFilled, WarningFilled } from '@fluentui/react-icons';
import type { ReactElement, ReactNode } from 'react';
import type { Outcome, TokenReportDto, VerdictDto } from '../../ipc/generated/contract';
import { Countdown } from '../../shared/Countdown';
import { Section } from '../../shared/Page';
import { Prose } from '../../shared/Prose';
import { Time } from '../../shared/Time';
import { ClaimTable } from './ClaimTable';
import { ScopeTable } from './ScopeTable';

const useStyles = makeStyles({
  summary: { display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: tokens.spacingHorizontalS },
  list: { display: 'flex', flexDirection: 'column', listStyleType: 'none' },
  verdict: {
    display: 'grid',
    gridTemplateColumns: '24px 150px minmax(0, 1fr)',
    columnGap: tokens.spacingHorizontalM,
    padding: `${tokens.spacingVerticalS} 0`,
    ':not(:last-child)': { borderBottom: `1px solid ${tokens.colorNeutralStroke3}` },
  },
  icon: { display: 'flex', fontSize: '20px' },
  ok: { color: tokens.colorStatusSuccessForeground1 },
  warning: { color: tokens.colorStatusWarningForeground3 },
  problem: { color: tokens.colorStatusDangerForeground1 },
  cannotTell: { color: tokens.colorNeutralForeground3 },
  seen: { overflowWrap: 'anywhere' },
  advice: { marginTop: tokens.spacingVerticalXXS, fontWeight: tokens.fontWeightSemibold },
  times: { color: tokens.colorNeutralForeground2, fontVariantNumeric: 'tabular-nums' },
});

const OUTCOMES: Record<Outcome, { icon: ReactElement; word: string }> = {
  ok: { icon: <CheckmarkCircleFilled />, word: 'OK' },
  warning: { icon: <WarningFilled />, word: 'Warning' },
  problem: { icon: <DismissCircleFilled />, word: 'Problem' },
  cannotTell: { icon: <QuestionCircleFilled />, word: 'Cannot tell' },
};

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

type Props = { report: TokenReportDto; title: string; aside?: ReactNode };

/** A decoded token: the verdicts, the permissions, then everything that is in it. */
export function TokenReport({ report, title, aside }: Props) {
  const styles = useStyles();
  const summary = summarise(report.verdicts);
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
        <ol className={styles.list} aria-label="Checks, in order">
          {report.verdicts.map((verdict) => (
            <li
              key={verdict.id}
              className={styles.verdict}
              data-testid={`verdict-${verdict.id}`}
              data-outcome={verdict.outcome}
            >
              <OutcomeIcon outcome={verdict.outcome} />
              <Text weight="semibold">{verdict.title}</Text>
              <div className={styles.seen}>
                <Text block>
                  <Prose text={verdict.seen} />
                </Text>
                {verdict.advice === null ? null : (
                  <Text block className={styles.advice}>
                    <Prose text={verdict.advice} />
                  </Text>
                )}
              </div>
            </li>
          ))}
        </ol>
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

function OutcomeIcon({ outcome }: { outcome: Outcome }) {
  const styles = useStyles();
  const { icon, word } = OUTCOMES[outcome];
  return (
    <span className={mergeClasses(styles.icon, styles[outcome])} role="img" aria-label={word} title={word}>
      {icon}
    </span>
  );
}
