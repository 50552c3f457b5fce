import { Button, Field, Input, makeStyles, MessageBar, MessageBarBody, Select, Text, Textarea, tokens } from '@fluentui/react-components';
import { SaveRegular } from '@fluentui/react-icons';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState, type SubmitEvent } from 'react';
import type { BulkFormDto, BulkSource, FieldValueDto, SessionDto } from '../../../ipc/generated/contract';
import { useHost } from '../../../ipc/HostContext';
import type { CommandFailure } from '../../../ipc/host';
import { refreshAppState } from '../../../shared/appState';
import { fitting } from '../../../shared/bulk/determinations';
import { changeOnce, type Once } from '../../../shared/bulk/once';
import { ErrorBanner } from '../../../shared/ErrorBanner';
import type { JsonRecord } from '../../../shared/json';
import type { ResultView } from '../../../shared/result/view';
import { columnWords } from '../../../shared/result/words';
import { statusLabel } from '../badges';
import { changesOf, heldValue, shownValue, withClassification, type WorkDraft, type WorkField } from './draft';
import { keepDraft, keptDraft } from './drafts';

const useStyles = makeStyles({
  form: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalS },
  fields: { display: 'grid', gridTemplateColumns: 'repeat(auto-fill, minmax(170px, 1fr))', gap: `${tokens.spacingVerticalS} ${tokens.spacingHorizontalM}` },
  field: { minWidth: 0 },
  // No wider than its column, however long its longest choice is.
  narrow: { minWidth: 0, width: '100%' },
  me: { minWidth: 'auto', paddingLeft: tokens.spacingHorizontalXS, paddingRight: tokens.spacingHorizontalXS },
  actions: { display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: tokens.spacingHorizontalM },
  wrap: { whiteSpace: 'normal' },
});

type Props = {
  view: ResultView;
  resultId: string;
  rowId: number;
  alert: JsonRecord;
  session: SessionDto;
  form: BulkFormDto;
  source: () => BulkSource;
};

/** The form for one alert. Only what was changed is sent, at once; the table and the details then show it. */
export function WorkForm({ view, resultId, rowId, alert, session, form, source }: Props) {
  const styles = useStyles();
  const host = useHost();
  const client = useQueryClient();
  const [draft, setDraft] = useState<WorkDraft>(() => keptDraft(view, resultId, rowId));
  const save = useMutation<Once, CommandFailure, FieldValueDto[]>({
    mutationFn: (values) => changeOnce(host, 'updateAlerts', source, values),
    onSuccess: async ({ changed, unknown }) => {
      if (changed) {
        change({}, true);
      }
      if (changed || unknown) {
        view.refresh();
        await Promise.all(['alert-row', 'alert'].map((key) => client.invalidateQueries({ queryKey: [key] })));
      }
    },
    // The backend may have renewed the token on the way, or found the session ended.
    onSettled: () => refreshAppState(client),
  });
  const change = (next: WorkDraft, saved = false): void => {
    setDraft(next);
    keepDraft(view, resultId, rowId, next);
    if (!saved && !save.isPending) {
      save.reset();
    }
  };
  const values = changesOf(alert, draft);
  const problemOf = (name: string): string | undefined => save.data?.problems.find((problem) => problem.name === name)?.message;
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    if (values.length > 0 && !save.isPending) {
      save.mutate(values);
    }
  };
  const choices = (name: WorkField): string[] => form.fields.find((field) => field.name === name)?.choices ?? [];
  const classification = shownValue(alert, draft, 'classification');

  return (
    <form className={styles.form} onSubmit={submit} noValidate aria-label="Work on this alert">
      <div className={styles.fields}>
        <Choice
          name="status"
          label="Status"
          held={heldValue(alert, 'status')}
          value={shownValue(alert, draft, 'status')}
          choices={choices('status')}
          words={statusLabel}
          problem={problemOf('status')}
          onChange={(status) => change({ ...draft, status })}
        />
        <Field label="Assigned to" className={styles.field} {...problem(problemOf('assignedTo'))}>
          <Input
            className={styles.narrow}
            input={{ size: 8 }}
            value={shownValue(alert, draft, 'assignedTo')}
            onChange={(_, { value }) => change({ ...draft, assignedTo: value })}
            contentAfter={
              <Button
                size="small"
                appearance="transparent"
                className={styles.me}
                onClick={() => change({ ...draft, assignedTo: session.username })}
                title={`Assign to ${session.username}`}
                aria-label={`Assign to me, ${session.username}`}
                data-testid="work-me"
              >
                Me
              </Button>
            }
            autoComplete="off"
            spellCheck={false}
            data-testid="work-assignedTo"
          />
        </Field>
        <Choice
          name="classification"
          label="Classification"
          held={heldValue(alert, 'classification')}
          value={classification}
          choices={choices('classification')}
          words={columnWords}
          problem={problemOf('classification')}
          onChange={(next) => change(withClassification(alert, draft, form.determinations, next))}
        />
        <Choice
          name="determination"
          label="Determination"
          held={draft.determination ?? heldValue(alert, 'determination')}
          value={shownValue(alert, draft, 'determination')}
          choices={fitting(form.determinations, classification)}
          words={columnWords}
          problem={problemOf('determination')}
          onChange={(determination) => change({ ...draft, determination })}
        />
      </div>
      <Field label="Comment" {...problem(problemOf('comment'))}>
        <Textarea
          resize="vertical"
          rows={2}
          value={shownValue(alert, draft, 'comment')}
          onChange={(_, { value }) => change({ ...draft, comment: value })}
          data-testid="work-comment"
        />
      </Field>
      {save.error === null ? null : <ErrorBanner failure={save.error} />}
      {save.data?.failure === null || save.data === undefined ? null : <ErrorBanner failure={save.data.failure} />}
      {save.data?.refusal === null || save.data === undefined ? null : (
        <MessageBar intent="error" layout="multiline" data-testid="work-refused">
          <MessageBarBody className={styles.wrap}>{save.data.refusal}</MessageBarBody>
        </MessageBar>
      )}
      <div className={styles.actions}>
        <Button type="submit" appearance="primary" icon={<SaveRegular />} disabledFocusable={values.length === 0 || save.isPending} data-testid="work-save">
          {save.isPending ? 'Saving' : 'Save changes'}
        </Button>
        <Text role="status" data-testid="work-saved">
          {save.data?.changed === true ? 'Saved.' : null}
        </Text>
      </div>
    </form>
  );
}

/** A problem under a field, where there is one. */
function problem(message: string | undefined): { validationMessage?: string } {
  return message === undefined ? {} : { validationMessage: message };
}

type ChoiceProps = {
  name: WorkField;
  label: string;
  /** What the alert holds; it can be chosen also where it is none of the usual values. */
  held: string;
  value: string;
  choices: readonly string[];
  words: (value: string) => string;
  problem: string | undefined;
  onChange: (value: string) => void;
};

function Choice({ name, label, held, value, choices, words, problem: message, onChange }: ChoiceProps) {
  const styles = useStyles();
  const options = held === '' || choices.includes(held) ? choices : [held, ...choices];
  return (
    <Field label={label} className={styles.field} {...problem(message)}>
      <Select className={styles.narrow} select={{ className: styles.narrow }} value={value} onChange={(_, data) => onChange(data.value)} data-testid={`work-${name}`}>
        {held === '' || value === '' ? <option value="">Not set</option> : null}
        {options.map((option) => (
          <option key={option} value={option}>
            {words(option)}
          </option>
        ))}
      </Select>
    </Field>
  );
}
