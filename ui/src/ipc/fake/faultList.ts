/** The faults of the fake sandbox tenant, and the check that each of them spoils. */
import type { SandboxFaultDto, StepId } from '../generated/contract';

type Spoils = {
  step: StepId;
  /** The check of the checklist that finds it. */
  checkId: string;
  /** What the check has seen then. */
  seen: string;
  /** What to do. */
  fix: string;
};

type Fault = Omit<SandboxFaultDto, 'on'> & { spoils: Spoils };

function fault(id: string, group: string, title: string, about: string, spoils: Spoils): Fault {
  return { id, group, title, about, spoils };
}

export const SPOILING: readonly Fault[] = [
  fault('app-unknown', 'Registration', 'App id unknown', 'The tenant does not know the client ID (AADSTS700016).', {
    step: 'ids',
    checkId: 'client-id-known',
    seen: 'The tenant answered AADSTS700016: it does not know this application.',
    fix: 'Copy Application (client) ID from the Overview page of the app registration, and check that it is in this tenant.',
  }),
  fault('redirect-not-registered', 'Registration', 'Redirect URI not registered', 'The registration lists no redirect URI (AADSTS50011).', {
    step: 'register',
    checkId: 'redirect-registered',
    seen: 'The registration has no redirect URI.',
    fix: 'Add http://localhost under Mobile and desktop applications.',
  }),
  fault('redirect-under-web', 'Registration', 'Redirect URI under Web', 'http://localhost is registered, but as a Web platform (AADSTS7000218).', {
    step: 'register',
    checkId: 'redirect-platform',
    seen: 'http://localhost is registered under Web, so Microsoft Entra ID asks for a secret.',
    fix: 'Remove http://localhost from Web and add it under Mobile and desktop applications.',
  }),
  fault('public-flows-off', 'Registration', 'Public client flows off', 'Device code and password sign-ins are refused (AADSTS7000218).', {
    step: 'publicClient',
    checkId: 'public-client-switch',
    seen: 'Allow public client flows is No, and device code is wanted.',
    fix: 'Set Allow public client flows to Yes on the Authentication page.',
  }),
  fault('service-principal-missing', 'API and permissions', 'Service principal missing', 'WindowsDefenderATP does not exist in the tenant (AADSTS650052).', {
    step: 'api',
    checkId: 'api-resource',
    seen: 'The tenant has no service principal for WindowsDefenderATP.',
    fix: 'Create the service principal, then check that the tenant has a Defender for Endpoint licence.',
  }),
  fault('wrong-api', 'API and permissions', 'Wrong API added', 'The permissions belong to Microsoft Threat Protection.', {
    step: 'api',
    checkId: 'api-resource',
    seen: 'The registration asks for Microsoft Threat Protection, not for WindowsDefenderATP.',
    fix: 'Remove these permissions. Under APIs my organization uses, type WindowsDefenderATP and add them there.',
  }),
  fault('application-permission', 'API and permissions', 'Application instead of delegated', 'The permissions are application permissions.', {
    step: 'api',
    checkId: 'delegated-type',
    seen: 'Alert.Read.All is listed as an application permission; a signed-in person cannot use it.',
    fix: 'Add Alert.Read as a delegated permission.',
  }),
  fault('consent-missing', 'Consent', 'Consent missing', 'Nobody has consented to the app (AADSTS65001).', {
    step: 'consent',
    checkId: 'consent-given',
    seen: 'Nobody has consented to this application.',
    fix: 'Open the admin consent page, or send the mail to someone who may consent.',
  }),
  fault('consent-missing-for-one', 'Consent', 'Consent missing for one permission', 'One permission was added after consent was granted.', {
    step: 'consent',
    checkId: 'consent-given',
    seen: 'The token lacks Machine.Read, which is registered: consent was granted before it was added.',
    fix: 'Grant consent again, then sign in again.',
  }),
  fault('admin-approval-required', 'Consent', 'Admin approval required', 'Users may not consent themselves (AADSTS90094).', {
    step: 'consent',
    checkId: 'consent-given',
    seen: 'Users may not consent in this tenant; an administrator has to.',
    fix: 'Ask a Cloud Application Administrator to grant consent.',
  }),
  fault('tenant-unknown', 'Cloud and tenant', 'Tenant unknown', 'Discovery finds no such tenant (AADSTS90002).', {
    step: 'cloud',
    checkId: 'tenant-found',
    seen: 'No tenant has this ID or domain.',
    fix: 'Copy Directory (tenant) ID from the Overview page of the app registration.',
  }),
  fault('wrong-cloud', 'Cloud and tenant', 'Wrong cloud', 'The tenant lives in another cloud than the profile says.', {
    step: 'cloud',
    checkId: 'cloud-matches',
    seen: 'The tenant belongs to US Government GCC High.',
    fix: 'Choose US Government GCC High in the profile.',
  }),
  fault('not-assigned', 'Account', 'User not assigned', 'The app requires assignment, and nobody is assigned (AADSTS50105).', {
    step: 'tryIt',
    checkId: 'sign-in-answer',
    seen: 'The account is not assigned to this application.',
    fix: 'Assign the account under Enterprise applications, Users and groups.',
  }),
  fault('no-defender-role', 'Account', 'No Defender role', 'The account has no role in Defender (403).', {
    step: 'roles',
    checkId: 'defender-role',
    seen: 'The API answered 403: the account has no role in Defender.',
    fix: 'Give the account a Defender role that may view data.',
  }),
  fault('not-licensed', 'API answers', 'Tenant not licensed', 'The API answers 401 and says that the tenant has no licence.', {
    step: 'tryIt',
    checkId: 'first-call',
    seen: 'The API answered 401: the tenant has no Defender for Endpoint licence.',
    fix: 'Assign a Defender for Endpoint licence, then sign in again.',
  }),
  fault('throttled', 'API answers', 'Throttled', 'The API answers 429 and asks to wait for 30 seconds.', {
    step: 'tryIt',
    checkId: 'first-call',
    seen: 'The API answered 429: too many calls.',
    fix: 'Wait for 30 seconds, then check again.',
  }),
  fault('clock-skew', 'Connection', 'Clock 20 minutes off', 'The service tells another time than this computer.', {
    step: 'connection',
    checkId: 'clock',
    seen: "This computer's clock is 20 minutes ahead of the service's.",
    fix: 'Set the clock by the network.',
  }),
  fault('tls-interception', 'Connection', 'TLS interception', 'A proxy presents a certificate from a root that is not trusted.', {
    step: 'connection',
    checkId: 'tls',
    seen: 'The certificate of the sign-in service was issued by an untrusted root.',
    fix: 'Ask who runs the proxy to leave the Microsoft hosts out, or to install its root on this computer.',
  }),
];

/** What the window sees of them. */
export const FAULTS: readonly Omit<SandboxFaultDto, 'on'>[] = SPOILING.map(({ id, group, title, about }) => ({ id, group, title, about }));
