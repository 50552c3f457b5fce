import { Button, Checkbox, makeStyles, MessageBar, MessageBarBody, Select, Text, tokens } from '@fluentui/react-components';
import { SendRegular, StopRegular } from '@fluentui/react-icons';
import type { SubmitEvent } from 'react';
import type { ApiVersion, FieldPlace, OperationDetailDto } from '../../../ipc/generated/contract';
import { CopyButton } from '../../../shared/CopyButton';
import { ErrorBanner } from '../../../shared/ErrorBanner';
import { TextBox } from '../../../shared/TextBox';
import { VERSION_PATHS } from '../words';
import { fieldKey } from '../../../shared/form/fieldDraft';
import { shownProblem, type Form } from './draft';
import { FormField } from '../../../shared/form/FormField';
import type { Preview } from './usePreview';

const PLACES: readonly { place: FieldPlace; title: string }[] = [
  { place: 'path', title: 'Path' },
  { place: 'query', title: 'Query' },
  { place: 'body', title: 'Body' },
];

const useStyles = makeStyles({
  root: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalM },
  group: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalS, border: 'none', margin: 0, padding: 0, minWidth: 0 },
  legend: { padding: 0, marginBottom: tokens.spacingVerticalXXS, color: tokens.colorNeutralForeground2 },
  fields: { display: 'grid', gridTemplateColumns: 'repeat(auto-fill, minmax(260px, 1fr))', gap: `${tokens.spacingVerticalS} ${tokens.spacingHorizontalL}` },
  wide: { gridColumn: '1 / -1' },
  preview: { display: 'flex', alignItems: 'center', gap: tokens.spacingHorizontalXS, minHeight: '24px' },
  request: { fontFamily: tokens.fontFamilyMonospace, fontSize: tokens.fontSizeBase200, overflowWrap: 'anywhere' },
  quiet: { color: tokens.colorNeutralForeground3 },
  actions: { display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: tokens.spacingHorizontalM },
  version: { minWidth: '130px' },
  details: { fontSize: tokens.fontSizeBase200 },
  summary: { cursor: 'pointer', width: 'fit-content' },
  wrap: { whiteSpace: 'normal' },
});

const WIDE = new Set(['filter', 'json', 'longText', 'list']);

type Props = {
  detail: OperationDetailDto;
  form: Form;
  onChange: (form: Form) => void;
  preview: Preview;
  running: boolean;
  /** Why the call cannot be sent from this profile as things stand. */
  locked: string | null;
  onSend: () => void;
  onCancel: () => void;
};

/** The form of an operation, made from its documented fields. The rules are the backend's. */
export function CallForm({ detail, form, onChange, preview, running, locked, onSend, onCancel }: Props) {
  const styles = useStyles();
  const { operation, fields } = detail;
  const problems = preview.current ? (preview.data?.problems ?? []) : [];
  const touch = (key: string): void => {
    if (!form.touched.includes(key)) {
      onChange({ ...form, touched: [...form.touched, key] });
    }
  };

  return (
    <form
      className={styles.root}
      noValidate
      onSubmit={(event: SubmitEvent) => {
        event.preventDefault();
        onSend();
      }}
      aria-label={operation.title}
      onKeyDown={(event) => {
        // Enter makes a new line in a text of several.
        if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
          event.preventDefault();
          onSend();
        }
      }}
      data-testid="call-form"
    >
      {PLACES.map(({ place, title }) => {
        const members = fields.filter((field) => field.place === place);
        return members.length === 0 ? null : (
          <fieldset key={place} className={styles.group}>
            <legend className={styles.legend}>
              <Text weight="semibold">{title}</Text>
            </legend>
            <div className={styles.fields}>
              {members.map((field) => {
                const key = fieldKey(field);
                return (
                  <div key={key} className={WIDE.has(field.kind) ? styles.wide : undefined}>
                    <FormField
                      field={field}
                      operationId={operation.id}
                      filterProperties={detail.filterProperties}
                      draft={form.draft[key]}
                      problem={shownProblem(form, problems, field)}
                      onChange={(draft) => onChange({ ...form, draft: { ...form.draft, [key]: draft } })}
                      onTouch={() => touch(key)}
                    />
                  </div>
                );
              })}
            </div>
          </fieldset>
        );
      })}
      <PreviewLine preview={preview} />
      {locked === null ? null : (
        <MessageBar intent="warning" data-testid="locked">
          <MessageBarBody className={styles.wrap}>{locked}</MessageBarBody>
        </MessageBar>
      )}
      {preview.failure === null ? null : <ErrorBanner failure={preview.failure} />}
      <div className={styles.actions}>
        <Button
          type="submit"
          appearance="primary"
          icon={<SendRegular />}
          disabledFocusable={running || locked !== null}
          data-testid="send"
        >
          {operation.effect === 'read' ? 'Send' : `${operation.title} …`}
        </Button>
        {running ? (
          <Button icon={<StopRegular />} onClick={onCancel}>
            Cancel
          </Button>
        ) : null}
        {detail.pages ? (
          <Checkbox
            label="All pages"
            checked={form.allPages}
            onChange={(_, { checked }) => onChange({ ...form, allPages: checked === true })}
            data-testid="all-pages"
          />
        ) : null}
        <Select
          className={styles.version}
          aria-label="Form of the address"
          value={form.version}
          onChange={(_, { value }) => onChange({ ...form, version: value as ApiVersion })}
          data-testid="api-version"
        >
          {Object.entries(VERSION_PATHS).map(([version, path]) => (
            <option key={version} value={version}>
              {path}
            </option>
          ))}
        </Select>
      </div>
    </form>
  );
}

function PreviewLine({ preview }: { preview: Preview }) {
  const styles = useStyles();
  const { data, current } = preview;
  const request = data?.request ?? null;
  return (
    <div data-testid="preview" data-current={current}>
      <div className={styles.preview}>
        {request === null ? (
          <Text size={200} className={styles.quiet}>
            {data === undefined ? 'Working out the request' : 'The request is shown here once the form is complete.'}
          </Text>
        ) : (
          <>
            <Text className={styles.request} data-testid="preview-request">
              {request}
            </Text>
            <CopyButton text={request} what="request" />
          </>
        )}
      </div>
      {data === undefined || data.body === null ? null : (
        <details className={styles.details}>
          <summary className={styles.summary}>Body</summary>
          <TextBox label="Body that would be sent" text={data.body} low />
        </details>
      )}
    </div>
  );
}
