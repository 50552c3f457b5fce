import { Badge, type BadgeProps } from '@fluentui/react-components';

const SEVERITY: Record<string, { color: NonNullable<BadgeProps['color']>; appearance: NonNullable<BadgeProps['appearance']> }> = {
  High: { color: 'danger', appearance: 'filled' },
  Medium: { color: 'severe', appearance: 'filled' },
  Low: { color: 'warning', appearance: 'filled' },
  Informational: { color: 'informative', appearance: 'tint' },
};

/** A severity as the API writes it; unknown words are shown as they are. */
export function SeverityBadge({ severity }: { severity: string }) {
  const look = SEVERITY[severity] ?? { color: 'informative', appearance: 'outline' };
  return (
    <Badge appearance={look.appearance} color={look.color}>
      {severityLabel(severity)}
    </Badge>
  );
}

export function severityLabel(severity: string): string {
  return { UnSpecified: 'Unspecified', '': 'None' }[severity] ?? severity;
}

export function statusLabel(status: string): string {
  return { InProgress: 'In progress', '': 'None' }[status] ?? status;
}
