/** What the fake host makes of a form: problems, address and body. Enough rules to show the screen's every state. */
import type { CallRequest, FieldDto, FieldProblemDto, OperationDto } from '../../generated/contract';
import { fieldsOf } from './forms';

const RULES: Partial<Record<FieldDto['kind'], [RegExp, string]>> = {
  ipAddress: [/^(\d{1,3}\.){3}\d{1,3}$|:/, 'An IP address is needed, IPv4 or IPv6.'],
  fileHash: [/^([0-9a-f]{40}|[0-9a-f]{64})$/i, 'A SHA-1 (40 digits) or SHA-256 (64 digits) is needed.'],
  time: [/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?Z$/, 'A date and a time are needed.'],
  integer: [/^\d+$/, 'A whole number is needed.'],
};

function problemOf(field: FieldDto, values: readonly string[]): string | null {
  const [value] = values;
  if (value === undefined) {
    return field.required ? `${field.name} is required.` : null;
  }
  const [pattern, message] = RULES[field.kind] ?? [];
  if (pattern !== undefined && !pattern.test(value)) {
    return message ?? null;
  }
  if (field.kind === 'integer' && field.maximum !== null && Number(value) > field.maximum) {
    return `At most ${field.maximum} can be asked for.`;
  }
  if (field.kind === 'json') {
    try {
      JSON.parse(value);
    } catch {
      return 'This is not JSON.';
    }
  }
  return null;
}

export type Built = { request: string | null; body: string | null; problems: FieldProblemDto[] };

export function build(operation: OperationDto, call: CallRequest, base: string): Built {
  const fields = fieldsOf(operation);
  const given = (field: FieldDto): string[] =>
    call.values.find(({ place, name }) => place === field.place && name === field.name)?.values ?? [];
  const problems = fields.flatMap((field) => {
    const message = problemOf(field, given(field));
    return message === null ? [] : [{ place: field.place, name: field.name, message }];
  });
  if (problems.length > 0) {
    return { request: null, body: null, problems };
  }
  const path = operation.path.replace(/\{(\w+)\}/g, (_, name: string) => {
    const field = fields.find((candidate) => candidate.place === 'path' && candidate.name === name);
    return encodeURIComponent(field === undefined ? '' : (given(field)[0] ?? ''));
  });
  const query = fields
    .filter((field) => field.place === 'query' && given(field).length > 0)
    .map((field) => `${field.name}=${encodeURIComponent(given(field)[0] ?? '')}`)
    .join('&');
  const members = fields.filter((field) => field.place === 'body' && given(field).length > 0);
  const body =
    members.length === 0
      ? null
      : JSON.stringify(
          Object.fromEntries(
            members.map((field) => {
              const [first = ''] = given(field);
              return [field.name, field.kind === 'list' ? given(field) : field.kind === 'json' ? (JSON.parse(first) as unknown) : field.kind === 'boolean' ? first === 'true' : first];
            }),
          ),
          null,
          2,
        );
  const versioned = call.version === 'v1' ? path.replace(/^\/api\//, '/api/v1.0/') : path;
  return { request: `${operation.method} ${base}${versioned}${query === '' ? '' : `?${query}`}`, body, problems: [] };
}
