import { Button, Field, Input, makeStyles, Text, tokens } from '@fluentui/react-components';
import { useState, type SubmitEvent } from 'react';
import type { AlertQueryDto, ArrangementDto, SavedViewDto } from '../../../ipc/generated/contract';
import { AnchoredDialog } from '../../../shared/AnchoredDialog';
import { ErrorBanner } from '../../../shared/ErrorBanner';
import { useViewCommand } from './useSavedViews';

const useStyles = makeStyles({
  form: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalM },
  note: { color: tokens.colorNeutralForeground2 },
  actions: { display: 'flex', justifyContent: 'flex-end', gap: tokens.spacingHorizontalS },
});

type Props = {
  /** The admin's own views. */
  own: readonly SavedViewDto[];
  /** The name to begin with: that of the own view which was applied last. */
  suggestion: string;
  query: AlertQueryDto;
  arrangement: ArrangementDto;
  onSaved: (saved: SavedViewDto) => void;
  onClose: () => void;
};

/** Keeps question and arrangement under a name. Nothing of what rows hold is kept. */
export function SaveViewDialog({ own, suggestion, query, arrangement, onSaved, onClose }: Props) {
  const styles = useStyles();
  const [name, setName] = useState(suggestion);
  const save = useViewCommand('save_view');
  const wanted = name.trim().toLowerCase();
  const replaced = own.find((view) => view.name.toLowerCase() === wanted);
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    if (wanted === '' || save.isPending) {
      return;
    }
    save.mutate(
      { name, query, arrangement },
      {
        onSuccess: ({ views }) => {
          const saved = views.find((view) => !view.builtIn && view.name.toLowerCase() === wanted);
          if (saved !== undefined) {
            onSaved(saved);
          }
          onClose();
        },
      },
    );
  };
  return (
    <AnchoredDialog title="Save current view" onClose={onClose} data-testid="save-view-dialog">
      <form className={styles.form} onSubmit={submit} noValidate>
        <Field
          label="Name"
          hint={replaced === undefined ? undefined : `Your view “${replaced.name}” will be replaced.`}
          data-testid="view-name-field"
        >
          <Input
            value={name}
            onChange={(_, { value }) => {
              setName(value);
              save.reset();
            }}
            autoComplete="off"
            data-testid="view-name"
          />
        </Field>
        <Text size={200} className={styles.note}>
          Kept are the period and severities, and how the table is sorted, filtered and grouped with which columns. No alert is kept.
        </Text>
        {save.error === null ? null : <ErrorBanner failure={save.error} />}
        <div className={styles.actions}>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" appearance="primary" disabledFocusable={wanted === '' || save.isPending} data-testid="confirm-save-view">
            {replaced === undefined ? 'Save' : 'Replace'}
          </Button>
        </div>
      </form>
    </AnchoredDialog>
  );
}
