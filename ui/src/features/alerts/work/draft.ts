/** What the admin has changed of an alert and not saved yet. Which values are right is the backend's to say. Pure. */
import type { DeterminationsDto, FieldValueDto } from '../../../ipc/generated/contract';
import { kept } from '../../../shared/bulk/determinations';
import { asText, type JsonRecord } from '../../../shared/json';

export type WorkField = 'status' | 'assignedTo' | 'classification' | 'determination' | 'comment';

/** Fields that were touched, as they stand in the form. */
export type WorkDraft = Readonly<Partial<Record<WorkField, string>>>;

/** What the alert itself holds; a comment is always a new one. */
export function heldValue(alert: JsonRecord, field: WorkField): string {
  const value = field === 'comment' ? null : (alert[field] ?? null);
  return value === null ? '' : asText(value);
}

/** A field as it stands in the form. */
export function shownValue(alert: JsonRecord, draft: WorkDraft, field: WorkField): string {
  return draft[field] ?? heldValue(alert, field);
}

export function changed(alert: JsonRecord, draft: WorkDraft, field: WorkField): boolean {
  const value = shownValue(alert, draft, field).trim();
  return value !== '' && value !== heldValue(alert, field);
}

/** Another classification; a determination that does not go with it is dropped. */
export function withClassification(alert: JsonRecord, draft: WorkDraft, pairs: readonly DeterminationsDto[], classification: string): WorkDraft {
  return { ...draft, classification, determination: kept(pairs, classification, shownValue(alert, draft, 'determination')) };
}

const FIELDS: readonly WorkField[] = ['status', 'assignedTo', 'classification', 'determination', 'comment'];

/** What is sent: what was changed, and the classification with a determination, which says nothing without it. */
export function changesOf(alert: JsonRecord, draft: WorkDraft): FieldValueDto[] {
  const sent = FIELDS.filter(
    (field) => changed(alert, draft, field) || (field === 'classification' && changed(alert, draft, 'determination')),
  );
  return sent.map((name) => ({ place: 'body', name, values: [shownValue(alert, draft, name).trim()] }));
}
