import { Button, Input, Label, makeStyles, Select, Switch, Text, Textarea, tokens } from '@fluentui/react-components';
import { DismissRegular, DocumentRegular } from '@fluentui/react-icons';
import { useMutation } from '@tanstack/react-query';
import { useId } from 'react';
import type { ChosenFileDto, FieldDto, FieldKind, FilterPropertyDto } from '../../ipc/generated/contract';
import { useHost } from '../../ipc/HostContext';
import type { CommandFailure } from '../../ipc/host';
import { ErrorBanner } from '../ErrorBanner';
import { formatUtc, parseInstant } from '../instants';
import { bytesText } from '../quantities';
import { fieldKey, timeForInput, timeFromInput, type FieldDraft } from './fieldDraft';
import { FilterField } from './FilterField';

const useStyles = makeStyles({
  root: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalXXS, minWidth: 0 },
  head: { display: 'flex', flexWrap: 'wrap', alignItems: 'baseline', columnGap: tokens.spacingHorizontalS },
  name: { fontWeight: tokens.fontWeightSemibold },
  about: { color: tokens.colorNeutralForeground3 },
  problem: { color: tokens.colorStatusDangerForeground1 },
  row: { display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: tokens.spacingHorizontalS },
  time: { maxWidth: '260px' },
  mono: { fontFamily: tokens.fontFamilyMonospace },
  area: { width: '100%' },
  file: { overflowWrap: 'anywhere' },
});

/** What a kind of value looks like, for fields that say no more of themselves. */
const KIND_HINTS: Partial<Record<FieldKind, string>> = {
  guid: 'A GUID',
  sha1: 'SHA-1: 40 hexadecimal digits',
  fileHash: 'SHA-1 or SHA-256',
  ipAddress: 'IPv4 or IPv6',
  domain: 'E.g. contoso.com',
  cve: 'E.g. CVE-2024-1234',
  list: 'One per line',
  json: 'JSON',
};

type Props = {
  field: FieldDto;
  operationId: string;
  filterProperties: readonly FilterPropertyDto[];
  draft: FieldDraft | undefined;
  problem: string | null;
  onChange: (draft: FieldDraft) => void;
  /** The field was left. */
  onTouch: () => void;
};

/** One field, by what it takes. */
export function FormField(props: Props) {
  const styles = useStyles();
  const id = useId();
  const { field, problem } = props;
  const about = field.about.charAt(0).toUpperCase() + field.about.slice(1);
  const hint = [about, KIND_HINTS[field.kind], bounds(field)].filter((part) => part !== undefined && part !== '').join(' · ');
  return (
    <div className={styles.root} data-testid={`field-${fieldKey(field)}`}>
      <div className={styles.head}>
        <Label htmlFor={id} required={field.required} className={styles.name}>
          {field.name}
        </Label>
        <Text size={200} id={`${id}-about`} className={styles.about}>
          {hint}
        </Text>
      </div>
      <Control {...props} id={id} />
      <Text size={200} id={`${id}-problem`} role={problem === null ? undefined : 'alert'} className={styles.problem}>
        {problem}
      </Text>
    </div>
  );
}

function bounds({ kind, minimum, maximum }: FieldDto): string | undefined {
  if (kind === 'file') {
    // The documentation's own words say how large it may be.
    return undefined;
  }
  const most = maximum?.toLocaleString('en');
  if (kind === 'list') {
    return most === undefined ? undefined : `at most ${most}`;
  }
  if (minimum === null) {
    return most === undefined ? undefined : `at most ${most}`;
  }
  return most === undefined ? `at least ${minimum.toLocaleString('en')}` : `${minimum.toLocaleString('en')} to ${most}`;
}

function Control({ id, field, operationId, filterProperties, draft, problem, onChange, onTouch }: Props & { id: string }) {
  const styles = useStyles();
  const text = draft?.text ?? '';
  const testId = `value-${fieldKey(field)}`;
  const shared = {
    id,
    'aria-describedby': `${id}-about ${id}-problem`,
    'aria-invalid': problem !== null,
    onBlur: onTouch,
    'data-testid': testId,
  };
  const change = (next: string): void => onChange({ text: next });

  switch (field.kind) {
    case 'choice':
      return (
        <Select {...shared} value={text} onChange={(_, { value }) => change(value)}>
          <option value="">{field.required ? 'Choose' : 'Not sent'}</option>
          {field.choices.map((choice) => (
            <option key={choice} value={choice}>
              {choice}
            </option>
          ))}
        </Select>
      );
    case 'boolean':
      return (
        <div className={styles.row}>
          <Switch
            {...shared}
            checked={text === 'true'}
            label={text === '' ? 'Not sent' : text === 'true' ? 'Yes (true)' : 'No (false)'}
            onChange={(_, { checked }) => change(String(checked))}
          />
          {text === '' ? (
            <Button size="small" onClick={() => change('false')}>
              Send false
            </Button>
          ) : (
            <NotSent name={field.name} onClick={() => change('')} />
          )}
        </div>
      );
    case 'time':
      return <TimeControl shared={shared} name={field.name} text={text} onChange={change} />;
    case 'list':
      return <Textarea {...shared} className={styles.area} resize="vertical" rows={3} value={text} onChange={(_, { value }) => change(value)} spellCheck={false} />;
    case 'longText':
      return <Textarea {...shared} className={styles.area} resize="vertical" rows={3} value={text} onChange={(_, { value }) => change(value)} />;
    case 'json':
      return (
        <>
          <Textarea
            {...shared}
            className={styles.area}
            textarea={{ className: styles.mono }}
            resize="vertical"
            rows={text.split('\n').length > 6 ? 10 : 5}
            value={text}
            onChange={(_, { value }) => change(value)}
            spellCheck={false}
          />
          {text === '' && field.template !== null ? (
            <div>
              <Button size="small" onClick={() => change(field.template ?? '')} data-testid={`skeleton-${fieldKey(field)}`}>
                Begin with a skeleton
              </Button>
            </div>
          ) : null}
        </>
      );
    case 'file':
      return <FileControl shared={shared} name={field.name} draft={draft} onChange={onChange} />;
    case 'filter':
      return (
        <FilterField
          id={id}
          describedBy={shared['aria-describedby']}
          invalid={problem !== null}
          operationId={operationId}
          properties={filterProperties}
          value={text}
          onChange={change}
          onBlur={onTouch}
          testId={testId}
        />
      );
    case 'integer':
    case 'text':
    case 'id':
    case 'guid':
    case 'sha1':
    case 'fileHash':
    case 'ipAddress':
    case 'domain':
    case 'cve':
      return (
        <Input
          {...shared}
          inputMode={field.kind === 'integer' ? 'numeric' : undefined}
          input={field.kind === 'text' || field.kind === 'integer' ? undefined : { className: styles.mono }}
          value={text}
          onChange={(_, { value }) => change(value)}
          placeholder={field.required ? undefined : 'Not sent'}
          autoComplete="off"
          spellCheck={false}
        />
      );
  }
}

function NotSent({ name, onClick }: { name: string; onClick: () => void }) {
  return (
    <Button size="small" appearance="subtle" icon={<DismissRegular />} aria-label={`Do not send ${name}`} onClick={onClick}>
      Do not send
    </Button>
  );
}

type Shared = { id: string; 'aria-describedby': string; 'aria-invalid': boolean; onBlur: () => void; 'data-testid': string };

/** Only once a time is wanted: WebKit draws an empty date input as if it held the present. */
function TimeControl({ shared, name, text, onChange }: { shared: Shared; name: string; text: string; onChange: (text: string) => void }) {
  const styles = useStyles();
  if (text === '') {
    const { 'data-testid': testId, ...rest } = shared;
    return (
      <div className={styles.row}>
        <Button
          {...rest}
          size="small"
          onClick={() => onChange(new Date(Math.floor(Date.now() / 60_000) * 60_000).toISOString().replace('.000Z', 'Z'))}
          data-testid={`${testId}-choose`}
        >
          Choose a time
        </Button>
        <Text size={200}>Not sent</Text>
      </div>
    );
  }
  const at = parseInstant(text);
  return (
    <div className={styles.row}>
      <Input
        {...shared}
        className={styles.time}
        type="datetime-local"
        step={1}
        value={timeForInput(text)}
        onChange={(_, { value }) => onChange(timeFromInput(value))}
      />
      {at === null ? null : <Text size={200}>{formatUtc(at)}</Text>}
      <NotSent name={name} onClick={() => onChange('')} />
    </div>
  );
}

type FileProps = { shared: Shared; name: string; draft: FieldDraft | undefined; onChange: (draft: FieldDraft) => void };

function FileControl({ shared, name, draft, onChange }: FileProps) {
  const styles = useStyles();
  const host = useHost();
  const choose = useMutation<ChosenFileDto, CommandFailure>({
    mutationFn: () => host.invoke('choose_file', null),
    onSuccess: ({ fileId, ...file }) => {
      if (fileId !== null) {
        onChange({ text: fileId, file });
      }
    },
    gcTime: 0,
  });
  return (
    <div className={styles.row}>
      <Button {...shared} icon={<DocumentRegular />} disabledFocusable={choose.isPending} onClick={() => choose.mutate()}>
        {draft?.file === undefined ? 'Choose a file' : 'Choose another file'}
      </Button>
      {draft?.file === undefined ? (
        <Text size={200}>No file chosen</Text>
      ) : (
        <>
          <Text className={styles.file}>
            {draft.file.name} ({bytesText(draft.file.bytes)})
          </Text>
          <NotSent name={name} onClick={() => onChange({ text: '' })} />
        </>
      )}
      {choose.error === null ? null : <ErrorBanner failure={choose.error} />}
    </div>
  );
}
