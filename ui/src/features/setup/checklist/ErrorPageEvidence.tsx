import { Button, Field, makeStyles, Textarea, tokens } from '@fluentui/react-components';
import { Outcome } from './Outcome';
import { evidenceId } from './useChecklist';
import { useSubmit } from './useSubmit';

const useStyles = makeStyles({
  root: {
    display: 'flex',
    flexDirection: 'column',
    gap: tokens.spacingVerticalS,
    minWidth: 0,
    padding: tokens.spacingHorizontalM,
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    borderRadius: tokens.borderRadiusMedium,
  },
  actions: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalS },
});

/** The place for the text of an error page: some errors are shown in the browser and never come back to the app. */
export function ErrorPageEvidence() {
  const styles = useStyles();
  const field = useSubmit('errorPage');
  return (
    <div className={styles.root}>
      <Field
        label="Error page of Microsoft Entra"
        hint="Did the browser show an error instead of coming back? Select all of the page, copy it, and paste it here."
      >
        <Textarea
          id={evidenceId('errorPage')}
          value={field.text}
          onChange={(_, { value }) => field.change(value)}
          rows={4}
          spellCheck={false}
          autoComplete="off"
          placeholder="AADSTS… with everything around it"
          textarea={{ 'data-testid': 'evidence-error-text' } as object}
        />
      </Field>
      <div className={styles.actions}>
        <Button
          disabledFocusable={field.text.trim() === '' || field.busy}
          onClick={() => field.send(field.text)}
          data-testid="evidence-error-submit"
        >
          Explain this page
        </Button>
      </div>
      <Outcome read={field.read} problem={null} failure={field.failure} />
    </div>
  );
}
