import { makeStyles, Spinner, Text, tokens } from '@fluentui/react-components';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import type { ChecklistDto, ProfileDto } from '../../../ipc/generated/contract';
import { useHost } from '../../../ipc/HostContext';
import { activeProfile, refreshAppState, useAppState } from '../../../shared/appState';
import { ErrorBanner } from '../../../shared/ErrorBanner';
import { partOf } from '../../../shared/navigation';
import { Section } from '../../../shared/Page';
import { checkRunOf } from './checkRun';
import { Evidence } from './Evidence';
import { refuseDrop } from './fileDrop';
import { Head } from './Head';
import { withAll } from './operations';
import { Report } from './Report';
import { Step } from './Step';
import { ChecklistContext, evidenceId, putChecklist, toggleId, useAnswers, useChecklistQuery } from './useChecklist';

const useStyles = makeStyles({
  root: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalL },
  steps: {
    listStyleType: 'none',
    backgroundColor: tokens.colorNeutralBackground1,
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    borderRadius: tokens.borderRadiusLarge,
    overflow: 'hidden',
  },
});

/** The app-registration checklist of the active profile: what to do, and whether it is done. */
export function Checklist() {
  const profile = activeProfile(useAppState());
  if (profile === null) {
    return (
      <Section title="Checklist for the app registration">
        <Text>The checklist belongs to a profile. Save one, or use the sandbox tenant, to see it.</Text>
      </Section>
    );
  }
  return <OfProfile key={profile.id} profile={profile} />;
}

function OfProfile({ profile }: { profile: ProfileDto }) {
  const checklist = useChecklistQuery(profile.id);
  if (checklist.data !== undefined) {
    return <AtHand profile={profile} checklist={checklist.data} />;
  }
  return (
    <Section title="Checklist for the app registration">
      {checklist.error === null ? (
        <Spinner label="Opening the checklist" />
      ) : (
        <ErrorBanner failure={checklist.error} onRetry={() => void checklist.refetch()} />
      )}
    </Section>
  );
}

function bringUp(id: string, block: ScrollLogicalPosition): void {
  const element = document.getElementById(id);
  element?.scrollIntoView({ block });
  element?.focus({ preventScroll: true });
}

function AtHand({ profile, checklist }: { profile: ProfileDto; checklist: ChecklistDto }) {
  const styles = useStyles();
  const host = useHost();
  const client = useQueryClient();
  const run = checkRunOf(host, profile.id);
  const answers = useAnswers(checklist);

  // A file that misses its place must not take the window away.
  useEffect(() => refuseDrop(window), []);

  // Another screen may have sent somebody here to choose the permission for an operation.
  const [wanted] = useState(() => /^allow-(\w+)$/.exec(partOf(window.location.hash) ?? '')?.[1] ?? null);
  const chosenBefore = useRef(checklist.answers.operations);
  useEffect(() => {
    if (wanted !== null) {
      run.choose(withAll(run.get().chosenOperations ?? chosenBefore.current, [wanted], true));
      run.open('permissions');
      // Once the step has its full height.
      requestAnimationFrame(() => bringUp(toggleId('permissions'), 'start'));
    }
  }, [run, wanted]);

  const check = async (): Promise<void> => {
    await run.start((next) => putChecklist(client, next));
    // The session may have been renewed on the way, or have ended.
    refreshAppState(client);
  };
  return (
    <ChecklistContext
      value={{
        ...answers,
        checklist,
        profile,
        run,
        check,
        goTo: (step) => {
          // The step must have its full height before it is scrolled to.
          flushSync(() => run.open(step));
          bringUp(toggleId(step), 'start');
        },
        goToEvidence: (kind) => bringUp(evidenceId(kind), 'center'),
      }}
    >
      <div className={styles.root} data-testid="checklist">
        <Head />
        {answers.failure === null ? null : <ErrorBanner failure={answers.failure} />}
        <ol className={styles.steps} aria-label="Steps">
          {checklist.steps.map((step) => (
            <Step key={step.id} step={step} />
          ))}
        </ol>
        <Evidence />
        <Report />
      </div>
    </ChecklistContext>
  );
}
