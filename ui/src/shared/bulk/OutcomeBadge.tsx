import { Badge, type BadgeProps } from '@fluentui/react-components';

const COLOURS: Record<string, BadgeProps['color']> = {
  Ready: 'informative',
  Invalid: 'danger',
  Duplicate: 'warning',
  Changed: 'success',
  Refused: 'danger',
  'No answer': 'warning',
  'Not sent': 'warning',
};

/** What is planned for a target, or became of it, in the backend's words. */
export function OutcomeBadge({ state }: { state: string }) {
  return (
    <Badge appearance="tint" color={COLOURS[state] ?? 'informative'}>
      {state}
    </Badge>
  );
}
