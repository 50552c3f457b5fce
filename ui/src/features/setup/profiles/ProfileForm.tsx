import { Button, Field, Input, Link, makeStyles, Select, tokens } from '@fluentui/react-components';
import { useEffect, useRef, useState, type SubmitEvent } from 'react';
import type { CloudDto, CloudId, EndpointsDto, PermissionDto, ProfileDto, SaveProfileRequest } from '../../../ipc/generated/contract';
import { useHost } from '../../../ipc/HostContext';
import type { CommandFailure } from '../../../ipc/host';
import { cloudName, useStateCommand } from '../../../shared/appState';
import { ErrorBanner } from '../../../shared/ErrorBanner';
import { Section } from '../../../shared/Page';
import { AdvancedFields } from './AdvancedFields';
import { ColourField } from './ColourField';
import { ENDPOINT_FIELDS } from './EndpointFields';
import { PermissionPicker } from './PermissionPicker';
import { RegionField } from './RegionField';

const useStyles = makeStyles({
  form: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalL, minWidth: 0 },
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

const EMPTY: Draft = {
  name: '',
  cloud: 'commercial',
  tenant: '',
  clientId: '',
  wantedPermissions: DEFAULT_PERMISSIONS,
  colour: 'none',
  region: null,
  endpoints: null,
  allowPasswordSample: false,
};

/** Names of the request's fields, as the backend puts them into `CommandError.field`, and the test id of each. */
const FIELDS = {
  name: 'profile-name',
  cloud: 'profile-cloud',
  tenant: 'profile-tenant',
  clientId: 'profile-client-id',
  wantedPermissions: 'profile-permissions',
  region: 'profile-region',
  'endpoints.authority': ENDPOINT_FIELDS.authority.testId,
  'endpoints.apiBase': ENDPOINT_FIELDS.apiBase.testId,
  'endpoints.audience': ENDPOINT_FIELDS.audience.testId,
} as const;
type FieldName = keyof typeof FIELDS;

/** Fields that are not always there. A refusal that names one that is hidden is shown as a banner. */
function isShown(field: FieldName, draft: Draft): boolean {
  if (field === 'region') {
    return draft.cloud === 'commercial';
  }
  return !field.startsWith('endpoints.') || (draft.endpoints !== null && draft.cloud !== 'sandbox');
}

function fieldAtFault(failure: CommandFailure | null, draft: Draft): FieldName | null {
  const field = failure?.detail.code === 'PROFILE_INVALID' ? failure.detail.field : null;
  return field !== null && field in FIELDS && isShown(field as FieldName, draft) ? (field as FieldName) : null;
}

type Props = {
  /** The profile to change; `null` makes a new one. */
  profile: ProfileDto | null;
  clouds: readonly CloudDto[];
  permissions: readonly PermissionDto[];
  /** Opens with the advanced fields in sight. */
  advanced?: boolean;
  /** Saved, under this name. */
  onSaved: (name: string) => void;
  /** Given up; left out where there is nothing to go back to. */
  onCancel?: () => void;
};

/** The rules are the backend's: the form sends what was typed and shows the answer at the field it names. */
export function ProfileForm({ profile, clouds, permissions, advanced = false, onSaved, onCancel }: Props) {
  const styles = useStyles();
  const host = useHost();
  const save = useStateCommand('save_profile');
  const [draft, setDraft] = useState<Draft>(profile ?? EMPTY);
  const form = useRef<HTMLFormElement>(null);
  const change = (part: Partial<Draft>): void => setDraft({ ...draft, ...part });

  const atFault = fieldAtFault(save.error, draft);
  const problem = (field: FieldName) =>
    atFault === field && save.error !== null
      ? {
          validationState: 'error' as const,
          validationMessage: {
            children: [save.error.detail.message, save.error.detail.hint].filter((text) => text !== null).join(' '),
            'data-testid': `${FIELDS[field]}-error`,
          },
        }
      : {};

  // After drawing: the field may have been out of sight.
  const [focusOn, setFocusOn] = useState<{ field: FieldName } | null>(null);
  useEffect(() => {
    if (focusOn !== null) {
      const element = form.current?.querySelector<HTMLElement>(`[data-testid="${FIELDS[focusOn.field]}"]`);
      (element?.matches('fieldset') === true ? element.querySelector('input') : element)?.focus();
    }
  }, [focusOn]);

  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    const { name, cloud, tenant, clientId, wantedPermissions, colour, region, endpoints, allowPasswordSample } = draft;
    save.mutate(
      { id: profile?.id ?? null, name, cloud, tenant, clientId, wantedPermissions, colour, region, endpoints, allowPasswordSample },
      {
        onSuccess: () => onSaved(name),
        onError: (failure) => {
          const field = fieldAtFault(failure, draft);
          if (field !== null) {
            setFocusOn({ field });
          }
        },
      },
    );
  };

  // A profile of the sandbox tenant keeps its cloud, offered or not.
  const offered = [...new Set([...clouds.map(({ id }) => id), ...(profile === null ? [] : [profile.cloud])])];
  const cloud = clouds.find(({ id }) => id === draft.cloud);
  const ownEndpoints: EndpointsDto = {
    authority: cloud?.authority ?? '',
    apiBase: cloud?.apiBase ?? '',
    audience: cloud?.audience ?? '',
  };

  return (
    <Section
      title={profile === null ? 'Use your own tenant' : `Edit ${profile.name}`}
      lead="You need an app registration in Microsoft Entra ID. Both IDs are on its Overview page."
      aside={
        cloud === undefined ? null : (
          <Link as="button" onClick={() => void host.invoke('open_link', { url: cloud.portal }).catch(() => undefined)}>
            Open the Entra admin center
          </Link>
        )
      }
    >
      <form ref={form} className={styles.form} onSubmit={submit} noValidate data-testid="profile-form">
        <div className={styles.fields}>
          <Field label="Profile name" hint="For your own list, for example Contoso production." {...problem('name')}>
            <Input
              value={draft.name}
              onChange={(_, { value }) => change({ name: value })}
              autoComplete="off"
              data-testid="profile-name"
            />
          </Field>
          <Field label="Cloud" hint="Where the tenant lives." {...problem('cloud')}>
            <Select
              value={draft.cloud}
              // A regional server is one of the cloud's it was chosen for.
              onChange={(_, { value }) => change({ cloud: value as CloudId, region: null })}
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
            {...problem('tenant')}
          >
            <Input
              value={draft.tenant}
              onChange={(_, { value }) => change({ tenant: value })}
              autoComplete="off"
              spellCheck={false}
              data-testid="profile-tenant"
            />
          </Field>
          <Field label="Client ID" hint="Application (client) ID, a GUID. Leave it empty until the app is registered; the checklist leads there." {...problem('clientId')}>
            <Input
              value={draft.clientId}
              onChange={(_, { value }) => change({ clientId: value })}
              autoComplete="off"
              spellCheck={false}
              data-testid="profile-client-id"
            />
          </Field>
        </div>
        <ColourField colour={draft.colour} onChange={(colour) => change({ colour })} />
        <PermissionPicker
          permissions={permissions}
          chosen={draft.wantedPermissions}
          onChange={(wantedPermissions) => change({ wantedPermissions })}
          problem={atFault === 'wantedPermissions' ? (save.error?.detail.message ?? null) : null}
        />
        {isShown('region', draft) ? (
          <RegionField
            region={draft.region}
            regions={cloud?.regions ?? []}
            ownHost={ownEndpoints.apiBase.replace(/^https?:\/\//, '')}
            onChange={(region) => change({ region })}
            problem={problem('region')}
          />
        ) : null}
        <AdvancedFields
          allowPasswordSample={draft.allowPasswordSample}
          onAllowPasswordSample={(allowPasswordSample) => change({ allowPasswordSample })}
          endpoints={draft.endpoints}
          proposal={draft.cloud === 'sandbox' ? null : ownEndpoints}
          onEndpoints={(endpoints) => change({ endpoints })}
          problemOf={(name) => problem(`endpoints.${name}`)}
          openAtFirst={advanced}
          refused={atFault?.startsWith('endpoints.') === true}
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
          {onCancel === undefined ? null : (
            <Button onClick={onCancel} data-testid="cancel-profile">
              Cancel
            </Button>
          )}
        </div>
        {save.error !== null && atFault === null ? <ErrorBanner failure={save.error} /> : null}
      </form>
    </Section>
  );
}
