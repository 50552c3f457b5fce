import { Button, Field, Input, Link, makeStyles, MessageBar, MessageBarActions, MessageBarBody, Select, tokens } from '@fluentui/react-components';
import { useRef, useState, type SubmitEvent } from 'react';
import type { CloudDto, CloudId, PermissionDto, ProfileDto, SaveProfileRequest } from '../../ipc/generated/contract';
import { useHost } from '../../ipc/HostContext';
import type { CommandFailure } from '../../ipc/host';
import { cloudName, useStateCommand } from '../../shared/appState';
import { ErrorBanner } from '../../shared/ErrorBanner';
import { navigate } from '../../shared/navigation';
import { Section } from '../../shared/Page';
import { PermissionPicker } from './PermissionPicker';

const useStyles = makeStyles({
  form: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalL },
  fields: {
    display: 'grid',
    gridTemplateColumns: 'repeat(auto-fit, minmax(320px, 1fr))',
    gap: `${tokens.spacingVerticalL} ${tokens.spacingHorizontalXL}`,
    alignItems: 'start',
  },
  actions: { display: 'flex', gap: tokens.spacingHorizontalS },
});

/** What a new profile wants until the admin says otherwise: enough to read alerts and the devices they name. */
const DEFAULT_PERMISSIONS = ['Alert.Read', 'Machine.Read'];

type Draft = Omit<SaveProfileRequest, 'id'>;

/** Names of the request's fields, as the backend puts them into `CommandError.field`. */
const FIELDS = ['name', 'cloud', 'tenant', 'clientId', 'wantedPermissions'] as const;
type FieldName = (typeof FIELDS)[number];

/** Where the focus goes when a field is refused. */
const FIELD_SELECTORS: Record<FieldName, string> = {
  name: '[data-testid="profile-name"]',
  cloud: '[data-testid="profile-cloud"]',
  tenant: '[data-testid="profile-tenant"]',
  clientId: '[data-testid="profile-client-id"]',
  wantedPermissions: '[data-testid="profile-permissions"] input',
};

function fieldAtFault(failure: CommandFailure | null): FieldName | null {
  if (failure?.detail.code !== 'PROFILE_INVALID') {
    return null;
  }
  return FIELDS.find((field) => field === failure.detail.field) ?? null;
}

type Props = {
  /** The profile to change; `null` makes a new one. */
  profile: ProfileDto | null;
  clouds: readonly CloudDto[];
  permissions: readonly PermissionDto[];
  /** Saved, or given up. */
  onDone: () => void;
};

/** The rules are the backend's: the form sends what was typed and shows the answer at the field it names. */
export function ProfileForm({ profile, clouds, permissions, onDone }: Props) {
  const styles = useStyles();
  const host = useHost();
  const save = useStateCommand('save_profile');
  const empty: Draft = { name: '', cloud: 'commercial', tenant: '', clientId: '', wantedPermissions: DEFAULT_PERMISSIONS, colour: 'none', region: null, endpoints: null };
  const [draft, setDraft] = useState<Draft>(profile ?? empty);
  const form = useRef<HTMLFormElement>(null);
  const [savedName, setSavedName] = useState<string | null>(null);
  const change = (part: Partial<Draft>): void => {
    setDraft({ ...draft, ...part });
    setSavedName(null);
  };

  const atFault = fieldAtFault(save.error);
  const problem = (field: FieldName, testId: string) =>
    atFault === field && save.error !== null
      ? {
          validationState: 'error' as const,
          validationMessage: {
            children: [save.error.detail.message, save.error.detail.hint].filter((text) => text !== null).join(' '),
            'data-testid': `${testId}-error`,
          },
        }
      : {};

  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    const { name, cloud, tenant, clientId, wantedPermissions, colour, region, endpoints } = draft;
    save.mutate(
      { id: profile?.id ?? null, name, cloud, tenant, clientId, wantedPermissions, colour, region, endpoints },
      {
        onSuccess: () => {
          setSavedName(name);
          setDraft(empty);
          onDone();
        },
        onError: (failure) => {
          const field = fieldAtFault(failure);
          if (field !== null) {
            form.current?.querySelector<HTMLElement>(FIELD_SELECTORS[field])?.focus();
          }
        },
      },
    );
  };

  // A profile of the sandbox tenant keeps its cloud, offered or not.
  const offered = [...new Set([...clouds.map(({ id }) => id), ...(profile === null ? [] : [profile.cloud])])];
  const portal = clouds.find(({ id }) => id === draft.cloud)?.portal;

  return (
    <Section
      title={profile === null ? 'Use your own tenant' : `Edit ${profile.name}`}
      lead="You need an app registration in Microsoft Entra ID. Both IDs are on its Overview page."
      aside={
        portal === undefined || draft.cloud === 'sandbox' ? null : (
          <Link as="button" onClick={() => void host.invoke('open_link', { url: portal }).catch(() => undefined)}>
            Open the Entra admin center
          </Link>
        )
      }
    >
      <form ref={form} className={styles.form} onSubmit={submit} noValidate>
        <div className={styles.fields}>
          <Field label="Profile name" hint="For your own list, for example Contoso production." {...problem('name', 'profile-name')}>
            <Input
              value={draft.name}
              onChange={(_, { value }) => change({ name: value })}
              autoComplete="off"
              data-testid="profile-name"
            />
          </Field>
          <Field label="Cloud" hint="Where the tenant lives." {...problem('cloud', 'profile-cloud')}>
            <Select
              value={draft.cloud}
              onChange={(_, { value }) => change({ cloud: value as CloudId })}
              data-testid="profile-cloud"
            >
              {offered.map((id) => (
                <option key={id} value={id}>
                  {cloudName(clouds, id)}
                </option>
              ))}
            </Select>
          </Field>
          <Field
            label="Tenant ID or domain"
            hint="Directory (tenant) ID, or a verified domain such as contoso.com."
            {...problem('tenant', 'profile-tenant')}
          >
            <Input
              value={draft.tenant}
              onChange={(_, { value }) => change({ tenant: value })}
              autoComplete="off"
              spellCheck={false}
              data-testid="profile-tenant"
            />
          </Field>
          <Field
            label="Client ID"
            hint="Application (client) ID, a GUID."
            {...problem('clientId', 'profile-client-id')}
          >
            <Input
              value={draft.clientId}
              onChange={(_, { value }) => change({ clientId: value })}
              autoComplete="off"
              spellCheck={false}
              data-testid="profile-client-id"
            />
          </Field>
        </div>
        <PermissionPicker
          permissions={permissions}
          chosen={draft.wantedPermissions}
          onChange={(wantedPermissions) => change({ wantedPermissions })}
          problem={atFault === 'wantedPermissions' ? (save.error?.detail.message ?? null) : null}
        />
        <div className={styles.actions}>
          <Button
            type="submit"
            appearance="primary"
            disabledFocusable={save.isPending}
            data-testid="save-profile"
          >
            {profile === null ? 'Save profile' : 'Save changes'}
          </Button>
          {profile === null ? null : <Button onClick={onDone}>Cancel</Button>}
        </div>
        {save.error !== null && atFault === null ? <ErrorBanner failure={save.error} /> : null}
        {savedName === null ? null : (
          <MessageBar intent="success">
            <MessageBarBody>Saved. The profile {savedName} is now in use.</MessageBarBody>
            <MessageBarActions>
              <Button onClick={() => navigate('sign-in')}>Go to Sign in</Button>
            </MessageBarActions>
          </MessageBar>
        )}
      </form>
    </Section>
  );
}
