import {
  Badge,
  Button,
  makeStyles,
  mergeClasses,
  MessageBar,
  MessageBarBody,
  MessageBarTitle,
  Spinner,
  Text,
  tokens,
} from '@fluentui/react-components';
import { keepPreviousData, useMutation, useQuery } from '@tanstack/react-query';
import type { ChecklistDto, OperationDto, PickedDto } from '../../../ipc/generated/contract';
import { useHost } from '../../../ipc/HostContext';
import type { CommandFailure } from '../../../ipc/host';
import { useStateCommand } from '../../../shared/appState';
import { ErrorBanner } from '../../../shared/ErrorBanner';
import { ShortTable } from '../../../shared/ShortTable';
import { usePlainTableStyles } from '../../../shared/plainTable';
import { Prose } from '../../../shared/Prose';
import { useChecklist, useChecklistCommand } from './useChecklist';

const useStyles = makeStyles({
  root: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalM, minWidth: 0 },
  part: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalXS, minWidth: 0 },
  stale: { opacity: 0.6 },
  display: { display: 'block', color: tokens.colorNeutralForeground3, fontFamily: tokens.fontFamilyBase },
  list: { listStyleType: 'disc', paddingLeft: tokens.spacingHorizontalXL },
  bar: { whiteSpace: 'normal', paddingTop: tokens.spacingVerticalXS, paddingBottom: tokens.spacingVerticalS },
  title: { display: 'block' },
  actions: { display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: tokens.spacingHorizontalM },
  quiet: { color: tokens.colorNeutralForeground3 },
});

type Props = { chosen: readonly string[]; operations: readonly OperationDto[] };

/** What the chosen operations take: permissions, roles, and what to know. */
export function PickedPermissions({ chosen, operations }: Props) {
  const styles = useStyles();
  const host = useHost();
  const picked = useQuery<PickedDto, CommandFailure>({
    queryKey: ['picked', ...[...chosen].sort()],
    queryFn: () => host.invoke('pick_permissions', { operations: [...chosen] }),
    enabled: chosen.length > 0,
    placeholderData: keepPreviousData,
    staleTime: Infinity,
  });
  if (chosen.length === 0) {
    return <Text className={styles.quiet}>Choose an operation to see which permissions it takes.</Text>;
  }
  if (picked.error !== null) {
    return <ErrorBanner failure={picked.error} onRetry={() => void picked.refetch()} />;
  }
  if (picked.data === undefined) {
    return <Spinner size="tiny" label="Finding the least permissions" />;
  }
  return (
    <div className={styles.root} data-testid="picked" aria-busy={picked.isPlaceholderData}>
      <div className={mergeClasses(styles.root, picked.isPlaceholderData && styles.stale)}>
        <Permissions picked={picked.data} />
        <Roles picked={picked.data} />
        <WithoutPermission picked={picked.data} operations={operations} />
        <Remarks picked={picked.data} />
      </div>
      <Use picked={picked.data} chosen={chosen} settled={!picked.isPlaceholderData} />
    </div>
  );
}

function Permissions({ picked }: { picked: PickedDto }) {
  const styles = useStyles();
  const table = usePlainTableStyles();
  return picked.permissions.length === 0 ? null : (
    <div className={styles.part}>
      <Text weight="semibold">Least delegated permissions</Text>
      <ShortTable label="Least delegated permissions" heads={['Permission', 'Allows', 'For']}>
        <tbody>
          {picked.permissions.map((permission) => (
            <tr key={permission.value} data-testid={`picked-permission-${permission.value}`}>
              <th scope="row" className={mergeClasses(table.cell, table.mono)}>
                {permission.value}
                <span className={styles.display}>{permission.displayName}</span>
              </th>
              <td className={mergeClasses(table.cell, table.fixed)}>
                <Badge appearance="tint" color={permission.writes ? 'warning' : 'subtle'}>
                  {permission.writes ? 'Changes, too' : 'Reading'}
                </Badge>
              </td>
              <td className={table.cell}>{permission.opens.join(' · ')}</td>
            </tr>
          ))}
        </tbody>
      </ShortTable>
    </div>
  );
}

function Roles({ picked }: { picked: PickedDto }) {
  const styles = useStyles();
  const table = usePlainTableStyles();
  return picked.roles.length === 0 ? null : (
    <div className={styles.part}>
      <Text weight="semibold">Roles the person needs in Defender</Text>
      <ShortTable label="Roles in Defender" heads={['Defender for Endpoint role', 'Unified RBAC', 'For']}>
        <tbody>
          {picked.roles.map((role) => (
            <tr key={`${role.name} ${role.unified}`} data-testid="picked-role">
              <th scope="row" className={table.cell}>
                {role.name}
              </th>
              <td className={table.cell}>{role.unified}</td>
              <td className={table.cell}>{role.operations.join(' · ')}</td>
            </tr>
          ))}
        </tbody>
      </ShortTable>
    </div>
  );
}

function WithoutPermission({ picked, operations }: { picked: PickedDto; operations: readonly OperationDto[] }) {
  const styles = useStyles();
  return picked.withoutPermission.length === 0 ? null : (
    <MessageBar intent="warning" layout="multiline" data-testid="picked-without">
      <MessageBarBody className={styles.bar}>
        <MessageBarTitle className={styles.title}>No delegated permission is documented for these</MessageBarTitle>
        They cannot be called for a signed-in person as far as the documentation goes:{' '}
        {picked.withoutPermission.map((name) => operations.find(({ id }) => id === name)?.title ?? name).join(' · ')}
      </MessageBarBody>
    </MessageBar>
  );
}

function Remarks({ picked }: { picked: PickedDto }) {
  const styles = useStyles();
  return picked.remarks.length === 0 ? null : (
    <div className={styles.part}>
      <Text weight="semibold">Worth knowing</Text>
      <ul className={styles.list} aria-label="Worth knowing">
        {picked.remarks.map(({ operation, text }) => (
          <li key={`${operation} ${text}`}>
            <strong>{operation}</strong>: <Prose text={text} />
          </li>
        ))}
      </ul>
    </div>
  );
}

/** Puts the permissions into the profile, after saying what that changes. */
function Use({ picked, chosen, settled }: { picked: PickedDto; chosen: readonly string[]; settled: boolean }) {
  const styles = useStyles();
  const { profile, answers } = useChecklist();
  const saveProfile = useStateCommand('save_profile');
  const saveAnswers = useChecklistCommand('save_answers');
  const wanted = picked.permissions.map(({ value }) => value);
  const added = wanted.filter((value) => !profile.wantedPermissions.includes(value));
  const dropped = profile.wantedPermissions.filter((value) => !wanted.includes(value));
  const keep = useMutation<ChecklistDto, CommandFailure>({
    mutationFn: async () => {
      await saveProfile.mutateAsync({ ...profile, wantedPermissions: wanted });
      return saveAnswers.mutateAsync({ answers: { ...answers, operations: [...chosen] } });
    },
  });
  const same = added.length === 0 && dropped.length === 0;
  const kept = chosen.length === answers.operations.length && chosen.every((id) => answers.operations.includes(id));
  return (
    <>
      <div className={styles.actions}>
        <Button
          appearance="primary"
          disabledFocusable={!settled || wanted.length === 0 || keep.isPending || (same && kept)}
          onClick={() => keep.mutate()}
          data-testid="use-permissions"
        >
          Use these permissions
        </Button>
        <Text className={styles.quiet} data-testid="permissions-change">
          {same
            ? 'The profile wants exactly these.'
            : [
                added.length === 0 ? null : `Adds ${added.join(', ')}.`,
                dropped.length === 0 ? null : `Takes away ${dropped.join(', ')}.`,
              ]
                .filter((text) => text !== null)
                .join(' ')}
        </Text>
      </div>
      {keep.error === null ? null : <ErrorBanner failure={keep.error} />}
      {keep.isSuccess && same ? (
        <MessageBar intent="success">
          <MessageBarBody>
            Saved in the profile. Add what is new in step 6, and grant consent again in step 8.
          </MessageBarBody>
        </MessageBar>
      ) : null}
    </>
  );
}
