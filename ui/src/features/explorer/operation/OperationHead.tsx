import { Badge, Button, makeStyles, Text, tokens } from '@fluentui/react-components';
import { StarFilled, StarRegular } from '@fluentui/react-icons';
import type { OperationDetailDto, QuotaDto } from '../../../ipc/generated/contract';
import { ErrorBanner } from '../../../shared/ErrorBanner';
import { Facts, type Fact } from '../../../shared/Facts';
import { navigate } from '../../../shared/navigation';
import { PageLink } from '../../../shared/PageLink';
import { Prose } from '../../../shared/Prose';
import { EffectMark, StateMark } from '../list/Marks';
import { useFavourite } from '../useExplorer';
import { QuotaMeter } from './QuotaMeter';

const useStyles = makeStyles({
  root: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalS },
  title: { display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: tokens.spacingHorizontalS },
  heading: { outlineStyle: 'none' },
  path: { fontFamily: tokens.fontFamilyMonospace, fontSize: tokens.fontSizeBase300, overflowWrap: 'anywhere' },
  method: { fontWeight: tokens.fontWeightSemibold },
  state: { display: 'inline-flex', flexWrap: 'wrap', alignItems: 'center', columnGap: tokens.spacingHorizontalS },
  mono: { fontFamily: tokens.fontFamilyMonospace, fontSize: tokens.fontSizeBase200 },
  particulars: {
    display: 'flex',
    flexWrap: 'wrap',
    columnGap: tokens.spacingHorizontalL,
    fontSize: tokens.fontSizeBase200,
    lineHeight: tokens.lineHeightBase300,
  },
  remarks: { fontSize: tokens.fontSizeBase300, lineHeight: tokens.lineHeightBase300 },
  summary: {
    cursor: 'pointer',
    width: 'fit-content',
    ':focus-visible': { outline: `2px solid ${tokens.colorStrokeFocus2}`, outlineOffset: '2px' },
  },
  notes: { margin: `${tokens.spacingVerticalXS} 0 0`, paddingLeft: tokens.spacingHorizontalXL, maxWidth: '80ch' },
  quiet: { color: tokens.colorNeutralForeground3 },
});

type Props = {
  detail: OperationDetailDto;
  favourite: boolean;
  quota: QuotaDto | null;
};

/** What an operation is, and what stands between it and a call. */
export function OperationHead({ detail, favourite, quota }: Props) {
  const styles = useStyles();
  const { operation } = detail;
  const mark = useFavourite();
  return (
    <div className={styles.root}>
      <div className={styles.title}>
        <Text as="h2" size={500} weight="semibold" block tabIndex={-1} className={styles.heading} data-testid="operation-title">
          {operation.title}
        </Text>
        <EffectMark effect={operation.effect} />
        {detail.preview ? (
          <Badge appearance="outline" color="informative">
            Preview
          </Badge>
        ) : null}
        <Button
          appearance="subtle"
          size="small"
          icon={favourite ? <StarFilled /> : <StarRegular />}
          aria-pressed={favourite}
          disabledFocusable={mark.isPending}
          onClick={() => mark.mutate({ operationId: operation.id, favourite: !favourite })}
          data-testid="favourite"
        >
          Favourite
        </Button>
      </div>
      {mark.error === null ? null : <ErrorBanner failure={mark.error} />}
      <Text className={styles.path} data-testid="operation-path">
        <span className={styles.method}>{operation.method}</span> {operation.path}
      </Text>
      <Facts narrow facts={factsOf(detail, quota, styles)} />
      <Particulars detail={detail} />
      <Remarks detail={detail} />
    </div>
  );
}

function factsOf(detail: OperationDetailDto, quota: QuotaDto | null, styles: Record<'state' | 'mono', string>): Fact[] {
  const { state, stateText, leastPermission, alternatives } = detail;
  const facts: Fact[] = [
    {
      name: 'Permission',
      value: (
        <>
          {leastPermission === null ? null : (
            <div>
              <span className={styles.mono}>{leastPermission}</span>
              {alternatives.length === 0 ? null : (
                <>
                  {' or '}
                  <span className={styles.mono}>{alternatives.join(', ')}</span>
                </>
              )}
            </div>
          )}
          <span className={styles.state} data-testid="operation-state">
            <StateMark state={state} />
            <Prose text={stateText} />
            {state === 'missing' ? (
              <Button size="small" onClick={() => navigate('setup', `allow-${detail.operation.id}`)} data-testid="choose-permissions">
                Choose permissions
              </Button>
            ) : state === 'signedOut' ? (
              <Button size="small" onClick={() => navigate('sign-in')}>
                Sign in
              </Button>
            ) : null}
          </span>
        </>
      ),
    },
  ];
  if (quota !== null) {
    facts.push({ name: 'Calls', value: <QuotaMeter quota={quota} /> });
  }
  return facts;
}

/** What is said once and read seldom, in as few lines as it takes. */
function Particulars({ detail }: { detail: OperationDetailDto }) {
  const styles = useStyles();
  const { returns, role, limits, plans, links } = detail;
  const parts = [
    ['Answer', returns],
    ['Role', role ?? ''],
    ['Limits', limits.join(' · ')],
    ['Plans', plans.join(', ')],
  ].filter(([, value]) => value !== '');
  return (
    <div className={styles.particulars}>
      {parts.map(([name, value]) => (
        <span key={name}>
          <span className={styles.quiet}>{name}:</span> {value}
        </span>
      ))}
      {links.map((link) => (
        <PageLink key={link.url} {...link} />
      ))}
    </div>
  );
}

function Remarks({ detail }: { detail: OperationDetailDto }) {
  const styles = useStyles();
  const { notes, statuses } = detail;
  if (notes.length === 0 && statuses.length === 0) {
    return null;
  }
  return (
    <details className={styles.remarks} data-testid="remarks">
      <summary className={styles.summary}>Remarks and statuses</summary>
      <ul className={styles.notes}>
        {notes.map((note) => (
          <li key={note}>
            <Prose text={note} />
          </li>
        ))}
        {statuses.map(({ status, meaning }) => (
          <li key={status}>
            <span className={styles.quiet}>HTTP {status}:</span> {meaning}
          </li>
        ))}
      </ul>
    </details>
  );
}
