import { Button, Checkbox, makeStyles, Spinner, Text, tokens } from '@fluentui/react-components';
import { lazy, Suspense, useId, type ReactNode } from 'react';
import type { ArtifactKind, RoleNeedDto, StepDto, StepId } from '../../../ipc/generated/contract';
import { CopyButton } from '../../../shared/CopyButton';
import { ShortTable } from '../../../shared/ShortTable';
import { usePlainTableStyles } from '../../../shared/plainTable';
import { Prose } from '../../../shared/Prose';
import { Adviser } from './Adviser';
import { CheckRow } from './CheckRow';
import { AccountTypesChoice, PlanChoice, PublicFlowsSwitch } from './Choices';
import { ConsentTable } from './ConsentTable';
import { PageLink } from '../../../shared/PageLink';
import { useChecklist } from './useChecklist';

// Only opened steps need them; the first screen stays light without.
const Artifacts = lazy(() => import('./Artifacts'));
const OperationPicker = lazy(() => import('./OperationPicker'));
const TryIt = lazy(() => import('./TryIt'));

const useStyles = makeStyles({
  root: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalL },
  lead: { maxWidth: '80ch', color: tokens.colorNeutralForeground2 },
  title: { margin: 0 },
  part: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalS, minWidth: 0 },
  list: { display: 'flex', flexDirection: 'column', listStyleType: 'none' },
  instructions: {
    display: 'flex',
    flexDirection: 'column',
    gap: tokens.spacingVerticalXS,
    paddingLeft: tokens.spacingHorizontalXL,
    maxWidth: '90ch',
  },
  quiet: { color: tokens.colorNeutralForeground3 },
  values: {
    display: 'grid',
    gridTemplateColumns: 'fit-content(45%) minmax(0, max-content) max-content',
    alignItems: 'center',
    columnGap: tokens.spacingHorizontalM,
    margin: 0,
  },
  value: { display: 'contents' },
  mono: { margin: 0, fontFamily: tokens.fontFamilyMonospace, fontSize: tokens.fontSizeBase200, overflowWrap: 'anywhere' },
  links: { display: 'flex', flexWrap: 'wrap', gap: `${tokens.spacingVerticalXS} ${tokens.spacingHorizontalL}` },
});

/** Generated texts that a step offers, the fitting one first. */
const ARTIFACTS: Partial<Record<StepId, ArtifactKind>> = {
  register: 'azureCli',
  api: 'requiredResourceAccess',
  consent: 'consentMail',
};

/** All there is to an opened step. */
export function StepContent({ step }: { step: StepDto }) {
  const styles = useStyles();
  const { answers, change, goToEvidence } = useChecklist();
  const artifact = ARTIFACTS[step.id];
  const lacksManifest = step.checks.some(({ source, state }) => source === 'manifest' && state === 'notChecked');
  const ticked = answers.ticked.includes(step.id);

  return (
    <div className={styles.root}>
      <Text className={styles.lead}>
        <Prose text={step.lead} />
      </Text>
      {step.checks.length === 0 ? null : (
        <Part title="How it stands">
          <ul className={styles.list}>
            {step.checks.map((check) => (
              <CheckRow key={check.id} check={check} />
            ))}
          </ul>
          {lacksManifest ? (
            <div>
              <Button size="small" onClick={() => goToEvidence('manifest')}>
                Give the app manifest
              </Button>
            </div>
          ) : null}
        </Part>
      )}
      <Suspense fallback={<Spinner size="tiny" label="Opening" />}>
        <OwnPart step={step.id} />
      </Suspense>
      {step.instructions.length === 0 ? null : (
        <Part title="What to do">
          <ol className={styles.instructions}>
            {step.instructions.map(({ text, formerly }) => (
              <li key={text}>
                <Prose text={text} />
                {formerly === null ? null : (
                  <Text block size={200} className={styles.quiet}>
                    Older portal: <Prose text={formerly} />
                  </Text>
                )}
              </li>
            ))}
          </ol>
          <Values step={step} />
          <Links step={step} />
        </Part>
      )}
      {step.notes.length === 0 ? null : (
        <Part title="Good to know">
          <ul className={styles.instructions}>
            {step.notes.map((note) => (
              <li key={note}>
                <Prose text={note} />
              </li>
            ))}
          </ul>
        </Part>
      )}
      {step.roles.length === 0 ? null : (
        <Part title="Who may do it">
          <Roles roles={step.roles} />
        </Part>
      )}
      {artifact === undefined ? null : (
        <Part title="Generated for you">
          <Suspense fallback={<Spinner size="tiny" label="Opening" />}>
            <Artifacts first={artifact} />
          </Suspense>
        </Part>
      )}
      <Checkbox
        checked={ticked}
        onChange={() =>
          change({ ticked: ticked ? answers.ticked.filter((other) => other !== step.id) : [...answers.ticked, step.id] })
        }
        label="I have done this"
        data-testid={`step-${step.id}-ticked`}
      />
    </div>
  );
}

/** What one step has and no other. */
function OwnPart({ step }: { step: StepId }) {
  switch (step) {
    case 'access':
      return <Adviser />;
    case 'cloud':
      return <PlanChoice />;
    case 'register':
      return <AccountTypesChoice />;
    case 'publicClient':
      return (
        <div>
          <PublicFlowsSwitch />
        </div>
      );
    case 'permissions':
      return <OperationPicker />;
    case 'consent':
      return <ConsentTable />;
    case 'tryIt':
      return <TryIt />;
    default:
      return null;
  }
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  const styles = useStyles();
  const id = useId();
  return (
    <div className={styles.part} role="group" aria-labelledby={id}>
      <Text as="h4" block weight="semibold" id={id} className={styles.title}>
        {title}
      </Text>
      {children}
    </div>
  );
}

function Values({ step }: { step: StepDto }) {
  const styles = useStyles();
  return step.values.length === 0 ? null : (
    <dl className={styles.values}>
      {step.values.map(({ label, value }) => (
        <div key={`${label} ${value}`} className={styles.value}>
          <dt className={styles.quiet}>{label}</dt>
          <dd className={styles.mono}>{value}</dd>
          <dd className={styles.mono}>
            <CopyButton text={value} what={`${label}: ${value}`} />
          </dd>
        </div>
      ))}
    </dl>
  );
}

function Links({ step }: { step: StepDto }) {
  const styles = useStyles();
  return step.links.length === 0 ? null : (
    <div className={styles.links}>
      {step.links.map(({ label, url }) => (
        <PageLink key={`${label} ${url}`} label={label} url={url} />
      ))}
    </div>
  );
}

function Roles({ roles }: { roles: readonly RoleNeedDto[] }) {
  const table = usePlainTableStyles();
  const noted = roles.some(({ note }) => note !== null);
  return (
    <ShortTable heads={['Task', 'Least role', ...(noted ? ['Remark'] : [])]}>
      <tbody>
        {roles.map(({ task, leastRole, note }) => (
          <tr key={task}>
            <th scope="row" className={table.cell}>
              <Prose text={task} />
            </th>
            <td className={table.cell}>
              <Prose text={leastRole} />
            </td>
            {noted ? <td className={table.cell}>{note === null ? '' : <Prose text={note} />}</td> : null}
          </tr>
        ))}
      </tbody>
    </ShortTable>
  );
}
