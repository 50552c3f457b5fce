/** The checklist's steps as the fake host tells them: what to do, and what is looked at. */
import type { EvidenceKind, ProfileDto, StepDto } from '../generated/contract';

export type CheckTemplate = {
  id: string;
  title: string;
  source: EvidenceKind;
  /** What is seen when all is well. */
  well: string;
  /** What is seen where the evidence does not decide; such checks are undecided in a `mixed` checklist. */
  undecided?: string;
  remark?: boolean;
};

export type StepTemplate = Omit<StepDto, 'state' | 'last' | 'checks' | 'ticked'> & { checks: CheckTemplate[] };

const PORTAL = 'https://entra.microsoft.com';

export function stepsFor(profile: ProfileDto): StepTemplate[] {
  const blade = (name: string): string =>
    `${PORTAL}/#view/Microsoft_AAD_RegisteredApps/ApplicationMenuBlade/~/${name}/appId/${profile.clientId}`;
  return [
    {
      id: 'connection',
      number: 0,
      title: 'Connection',
      lead: 'Nothing can be told about the registration before the sign-in service and the API can be reached.',
      instructions: [],
      notes: [],
      values: [
        { label: 'Sign-in host', value: 'login.microsoftonline.com' },
        { label: 'API host', value: 'api.security.microsoft.com' },
      ],
      links: [],
      roles: [],
      checks: [
        { id: 'reachable', title: 'Hosts can be reached', source: 'network', well: 'Both hosts answered, in 21 and 34 milliseconds.' },
        { id: 'tls', title: 'Certificates', source: 'network', well: 'The certificates come from trusted roots.' },
        { id: 'clock', title: 'Clock', source: 'network', well: "This computer's clock and the service's agree within a second." },
      ],
    },
    {
      id: 'access',
      number: 1,
      title: 'Which access?',
      lead: 'Calls are made for a signed-in person (user context) or for the application itself (application context). This program serves user context.',
      instructions: [{ text: 'Answer the three questions.', formerly: null }],
      notes: [],
      values: [],
      links: [{ label: 'Access with user context', url: 'https://learn.microsoft.com/defender-endpoint/api/exposed-apis-create-app-nativeapp' }],
      roles: [],
      checks: [{ id: 'context', title: 'Context', source: 'profile', well: 'A person is present: user context.' }],
    },
    {
      id: 'cloud',
      number: 2,
      title: 'Plan and cloud',
      lead: 'The cloud decides which addresses are used; the plan decides which operations there are.',
      instructions: [
        { text: 'In the Microsoft Entra admin center, open Overview and read Tenant ID and Primary domain.', formerly: 'Azure Active Directory, Overview.' },
      ],
      notes: [],
      values: [{ label: 'Tenant', value: profile.tenant }],
      links: [{ label: 'Tenant overview', url: `${PORTAL}/#view/Microsoft_AAD_IAM/TenantOverview.ReactView` }],
      roles: [],
      checks: [
        { id: 'tenant-found', title: 'Tenant', source: 'discovery', well: 'The tenant exists.' },
        { id: 'cloud-matches', title: 'Cloud', source: 'discovery', well: 'The tenant belongs to the cloud of this profile.' },
        {
          id: 'plan-known',
          title: 'Plan',
          source: 'profile',
          well: 'Plan 2: every operation is documented for it.',
          undecided: 'The plan was not given, so it cannot be told whether advanced hunting is included.',
        },
      ],
    },
    {
      id: 'roles',
      number: 3,
      title: 'Who may do this',
      lead: 'Global Administrator is not needed. These are the least roles for each part.',
      instructions: [{ text: 'Ask the person with the role, or have it assigned for the time of the set-up.', formerly: null }],
      notes: [],
      values: [],
      links: [{ label: 'Roles and administrators', url: `${PORTAL}/#view/Microsoft_AAD_IAM/RolesManagementMenuBlade` }],
      roles: [
        { task: 'Register the app', leastRole: 'Application Developer', note: 'Any member where users may register applications.' },
        { task: 'Create the service principal', leastRole: 'Cloud Application Administrator', note: null },
        { task: 'Grant consent', leastRole: 'Cloud Application Administrator', note: 'Older Defender pages ask for Global Administrator.' },
      ],
      checks: [
        {
          id: 'defender-role',
          title: 'Role in Defender',
          source: 'api',
          well: 'The account may view data.',
          undecided: 'The API answered with an empty list: no alerts, or no device group that the account may see.',
        },
      ],
    },
    {
      id: 'register',
      number: 4,
      title: 'Register the app',
      lead: 'A single-tenant registration with one redirect URI. The port is chosen at each sign-in; http://localhost covers all of them.',
      instructions: [
        { text: 'App registrations, New registration. Name it, and choose Accounts in this organizational directory only.', formerly: null },
        {
          text: 'Authentication, tab Redirect URI configuration, Add Redirect URI, tile Mobile and desktop applications: enter the redirect URI.',
          formerly: 'Authentication, Add a platform, Mobile and desktop applications.',
        },
      ],
      notes: ['Why not Web: Entra then expects a client secret, which a program on many computers cannot keep.'],
      values: [
        { label: 'Name', value: 'Defender API Workbench' },
        { label: 'Redirect URI', value: 'http://localhost' },
      ],
      links: [
        { label: 'New registration', url: `${PORTAL}/#view/Microsoft_AAD_RegisteredApps/CreateApplicationBlade/quickStartType~/null/isMSAApp~/false` },
        { label: 'Authentication page of this app', url: blade('Authentication') },
      ],
      roles: [{ task: 'Register the app', leastRole: 'Application Developer', note: null }],
      checks: [
        { id: 'account-types', title: 'Account types', source: 'manifest', well: 'Accounts of this organisation only, as the profile says.' },
        { id: 'redirect-registered', title: 'Redirect URI', source: 'manifest', well: 'http://localhost is registered.' },
        { id: 'redirect-platform', title: 'Platform of the redirect URI', source: 'signIn', well: 'The code was redeemed without a secret, so the URI is under Mobile and desktop applications.' },
        { id: 'secrets', title: 'Secrets', source: 'manifest', well: 'The registration has no secret, and needs none.', remark: true },
      ],
    },
    {
      id: 'publicClient',
      number: 5,
      title: 'Public client flows',
      lead: 'Only device code and the password sample of the documentation need this switch. Signing in with the browser does not.',
      instructions: [
        { text: 'Authentication, tab Settings: set Allow public client flows.', formerly: 'Authentication, Advanced settings, Allow public client flows.' },
      ],
      notes: [],
      values: [],
      links: [{ label: 'Authentication page of this app', url: blade('Authentication') }],
      roles: [],
      checks: [{ id: 'public-client-switch', title: 'The switch', source: 'manifest', well: 'Off, and not needed.' }],
    },
    {
      id: 'api',
      number: 6,
      title: 'Add the API',
      lead: 'The API is called WindowsDefenderATP. It is not listed until its name is typed.',
      instructions: [
        { text: 'API permissions, Add a permission, APIs my organization uses: type WindowsDefenderATP.', formerly: null },
        { text: 'Choose Delegated permissions, not Application permissions.', formerly: null },
      ],
      notes: [],
      values: [
        { label: 'API name', value: 'WindowsDefenderATP' },
        { label: 'Its application ID', value: 'fc780465-2017-40d4-a0c5-307022471b92' },
      ],
      links: [{ label: 'API permissions of this app', url: blade('CallAnAPI') }],
      roles: [{ task: 'Create the service principal', leastRole: 'Cloud Application Administrator', note: 'Only where the API never appears.' }],
      checks: [
        { id: 'api-resource', title: 'API', source: 'manifest', well: 'The registration asks for WindowsDefenderATP.' },
        { id: 'delegated-type', title: 'Type of the permissions', source: 'manifest', well: 'All of them are delegated.' },
      ],
    },
    {
      id: 'permissions',
      number: 7,
      title: 'Which permissions?',
      lead: 'Choose what you want to do; the least permissions follow from it.',
      instructions: [{ text: 'Tick these permissions on the list of WindowsDefenderATP.', formerly: null }],
      notes: [],
      values: profile.wantedPermissions.map((value) => ({ label: 'Permission', value })),
      links: [{ label: 'API permissions of this app', url: blade('CallAnAPI') }],
      roles: [],
      checks: [{ id: 'permissions-registered', title: 'Permissions', source: 'manifest', well: 'All wanted permissions are registered.' }],
    },
    {
      id: 'consent',
      number: 8,
      title: 'Grant consent',
      lead: 'Consent covers what was registered at the time. Grant it again after every added permission.',
      instructions: [{ text: 'API permissions, Grant admin consent.', formerly: null }],
      notes: [],
      values: [],
      links: [
        { label: 'Admin consent page', url: `https://login.microsoftonline.com/${profile.tenant}/adminconsent?client_id=${profile.clientId}` },
      ],
      roles: [{ task: 'Grant consent', leastRole: 'Cloud Application Administrator', note: null }],
      checks: [{ id: 'consent-given', title: 'Consent', source: 'token', well: 'The token carries every wanted permission.' }],
    },
    {
      id: 'ids',
      number: 9,
      title: 'Application ID and tenant ID',
      lead: 'Both are on the Overview page of the registration. The object ID and a secret look alike, but are something else.',
      instructions: [{ text: 'Copy Application (client) ID and Directory (tenant) ID into the profile.', formerly: null }],
      notes: [],
      values: [
        { label: 'Application (client) ID', value: profile.clientId },
        { label: 'Directory (tenant) ID', value: profile.tenant },
      ],
      links: [{ label: 'Overview page of this app', url: blade('Overview') }],
      roles: [],
      checks: [
        { id: 'ids-well-formed', title: 'Form of the IDs', source: 'profile', well: 'Both IDs are well formed.' },
        { id: 'client-id-known', title: 'Client ID', source: 'signIn', well: 'The tenant knows this application.' },
      ],
    },
    {
      id: 'tryIt',
      number: 10,
      title: 'Try it',
      lead: 'Sign in, look at the token, make the first call. The answers feed all steps above.',
      instructions: [{ text: 'Open Sign in and sign in with the browser.', formerly: null }],
      notes: [],
      values: [],
      links: [],
      roles: [],
      checks: [
        { id: 'sign-in-answer', title: 'Sign-in', source: 'signIn', well: 'maya.lindqvist@sandbox.example signed in.' },
        { id: 'token-audience', title: 'Audience of the token', source: 'token', well: 'The token is for the Defender for Endpoint API.' },
        { id: 'first-call', title: 'First call', source: 'api', well: 'GET /api/alerts?$top=1 answered 200 in 212 milliseconds.' },
      ],
    },
  ];
}
