import { Button, makeStyles, tokens } from '@fluentui/react-components';
import { PersonRegular } from '@fluentui/react-icons';
import type { BulkFormDto, FieldDto, FieldProblemDto } from '../../ipc/generated/contract';
import { fieldKey, type Draft, type FieldDraft } from '../form/fieldDraft';
import { FormField } from '../form/FormField';
import { fitting, kept } from './determinations';

const useStyles = makeStyles({
  fields: { display: 'grid', gridTemplateColumns: 'repeat(auto-fill, minmax(260px, 1fr))', gap: `${tokens.spacingVerticalS} ${tokens.spacingHorizontalL}` },
  wide: { gridColumn: '1 / -1' },
});

const WIDE = new Set(['json', 'longText', 'list']);

type Props = {
  form: BulkFormDto;
  draft: Draft;
  /** Lines of a file may bring a classification of their own. */
  fromFile: boolean;
  problems: readonly FieldProblemDto[];
  /** The admin's own name, for `assignedTo`. */
  username: string | null;
  onChange: (draft: Draft, name: string) => void;
};

/** The values that hold for every target. The rules are the backend's. */
export function WhatFields({ form, draft, fromFile, problems, username, onChange }: Props) {
  const styles = useStyles();
  const text = (field: FieldDto | undefined): string => (field === undefined ? '' : (draft[fieldKey(field)]?.text ?? ''));
  const named = (name: string): FieldDto | undefined => form.fields.find((field) => field.name === name);
  const classification = text(named('classification'));

  /** A determination goes with its classification. */
  const offered = (field: FieldDto): FieldDto =>
    field.name !== 'determination' || form.determinations.length === 0 || (fromFile && classification === '')
      ? field
      : {
          ...field,
          choices: fitting(form.determinations, classification),
          about: classification === '' ? 'choose a classification first' : field.about,
        };
  const set = (field: FieldDto, value: FieldDraft): void => {
    const next: Draft = { ...draft, [fieldKey(field)]: value };
    const determination = named('determination');
    const drops = field.name === 'classification' && determination !== undefined && form.determinations.length > 0;
    onChange(drops ? { ...next, [fieldKey(determination)]: { text: kept(form.determinations, value.text, text(determination)) } } : next, field.name);
  };

  return (
    <div className={styles.fields}>
      {form.fields.map((field) => (
        <div key={fieldKey(field)} className={WIDE.has(field.kind) ? styles.wide : undefined}>
          <FormField
            field={offered(field)}
            operationId={form.operation.id}
            filterProperties={[]}
            draft={draft[fieldKey(field)]}
            problem={problems.find((problem) => problem.name === field.name)?.message ?? null}
            onChange={(value) => set(field, value)}
            onTouch={() => undefined}
          />
          {field.name === 'assignedTo' && username !== null ? (
            <Button size="small" appearance="subtle" icon={<PersonRegular />} onClick={() => set(field, { text: username })} data-testid="bulk-me">
              Me ({username})
            </Button>
          ) : null}
        </div>
      ))}
    </div>
  );
}
