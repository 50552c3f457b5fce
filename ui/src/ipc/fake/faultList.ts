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

/** Ids, groups and words are those of the sandbox tenant itself. */
export const SPOILING: readonly Fault[] = [
  fault('unknown-tenant', 'Tenant and cloud', 'Tenant unknown', 'Discovery and sign-in answer that the tenant does not exist (AADSTS90002).', {
    step: 'cloud',
    checkId: 'tenant-found',
    seen: 'No tenant has this ID or domain.',
    fix: 'Copy Directory (tenant) ID from the Overview page of the app registration.',
  }),
  fault('wrong-cloud', 'Tenant and cloud', 'Tenant in another cloud', 'Discovery says that the tenant is in GCC High, and sign-in is refused (AADSTS900439).', {
    step: 'cloud',
    checkId: 'cloud-matches',
    seen: 'The tenant belongs to US Government GCC High.',
    fix: 'Choose US Government GCC High in the profile.',
  }),
  fault('unknown-application', 'Registration', 'Application unknown', 'The tenant does not know the application ID (AADSTS700016).', {
    step: 'ids',
    checkId: 'client-id-known',
    seen: 'The tenant answered AADSTS700016: it does not know this application.',
    fix: 'Copy Application (client) ID from the Overview page of the app registration, and check that it is in this tenant.',
  }),
  fault('redirect-not-registered', 'Registration', 'Redirect URI not registered', 'The registration lists another redirect URI than the client uses (AADSTS50011).', {
    step: 'register',
    checkId: 'redirect-registered',
    seen: 'The registration has no redirect URI.',
    fix: 'Add http://localhost under Mobile and desktop applications.',
  }),
  fault('redirect-under-web', 'Registration', 'Redirect URI under Web', 'The redirect URI is registered under Web, so redeeming a code asks for a secret (AADSTS7000218).', {
    step: 'register',
    checkId: 'redirect-platform',
    seen: 'http://localhost is registered under Web, so Microsoft Entra ID asks for a secret.',
    fix: 'Remove http://localhost from Web and add it under Mobile and desktop applications.',
  }),
  fault('public-flows-off', 'Registration', 'Public client flows off', 'Allow public client flows is off, so device code and password are refused (AADSTS7000218).', {
    step: 'publicClient',
    checkId: 'public-client-switch',
    seen: 'Allow public client flows is No, and device code is wanted.',
    fix: 'Set Allow public client flows to Yes on the Authentication page.',
  }),
  fault('service-principal-missing', 'Permissions and consent', 'Service principal missing', 'The tenant has no service principal for WindowsDefenderATP (AADSTS500011).', {
    step: 'api',
    checkId: 'api-resource',
    seen: 'The tenant has no service principal for WindowsDefenderATP.',
    fix: 'Create the service principal, then check that the tenant has a Defender for Endpoint licence.',
  }),
  fault('wrong-api', 'Permissions and consent', 'Wrong API added', 'The registration lists Microsoft Threat Protection instead of WindowsDefenderATP (AADSTS650057).', {
    step: 'api',
    checkId: 'api-resource',
    seen: 'The registration asks for Microsoft Threat Protection, not for WindowsDefenderATP.',
    fix: 'Remove these permissions. Under APIs my organization uses, type WindowsDefenderATP and add them there.',
  }),
  fault('application-permissions', 'Permissions and consent', 'Application permissions', 'The registration lists application permissions instead of delegated ones (AADSTS650056).', {
    step: 'api',
    checkId: 'delegated-type',
    seen: 'Alert.Read.All is listed as an application permission; a signed-in person cannot use it.',
    fix: 'Add Alert.Read as a delegated permission.',
  }),
  fault('permissions-not-registered', 'Permissions and consent', 'Permissions not registered', 'The registration lists Alert.Read and nothing else, so no token carries another permission.', {
    step: 'permissions',
    checkId: 'permissions-registered',
    seen: 'Machine.Read is not in the registration.',
    fix: 'Add Machine.Read as a delegated permission, then grant admin consent once more.',
  }),
  fault('consent-missing', 'Permissions and consent', 'Consent missing', 'Nobody has consented, and the account cannot be asked (AADSTS65001).', {
    step: 'consent',
    checkId: 'consent-given',
    seen: 'Nobody has consented to this application.',
    fix: 'Open the admin consent page, or send the mail to someone who may consent.',
  }),
  fault('consent-one-missing', 'Permissions and consent', 'Consent missing for one permission', 'One permission, and the one that covers it, is registered but not consented to, so no token carries it.', {
    step: 'consent',
    checkId: 'consent-given',
    seen: 'The token lacks Machine.Read, which is registered: consent was granted before it was added.',
    fix: 'Grant consent again, then sign in again.',
  }),
  fault('admin-approval', 'Permissions and consent', 'Admin approval required', 'Instead of the consent page comes one that says an administrator must approve (AADSTS90094).', {
    step: 'consent',
    checkId: 'consent-given',
    seen: 'Users may not consent in this tenant; an administrator has to.',
    fix: 'Ask a Cloud Application Administrator to grant consent.',
  }),
  fault('user-declines', 'Permissions and consent', 'User declines', 'The consent page always comes and always ends in a refusal (AADSTS65004).', {
    step: 'consent',
    checkId: 'consent-given',
    seen: 'The consent page was declined.',
    fix: 'Sign in again and accept, or ask an administrator to grant consent.',
  }),
  fault('user-not-assigned', 'Account', 'User not assigned', 'The application requires assignment, and no account is assigned (AADSTS50105).', {
    step: 'tryIt',
    checkId: 'sign-in-answer',
    seen: 'The account is not assigned to this application.',
    fix: 'Assign the account under Enterprise applications, Users and groups.',
  }),
  fault('personal-account', 'Account', 'Personal account', 'Every account is taken for a personal one, which the tenant does not admit (AADSTS500208).', {
    step: 'tryIt',
    checkId: 'sign-in-answer',
    seen: 'The account is a personal one.',
    fix: 'Sign in with a work account of this tenant.',
  }),
  fault('conditional-access-block', 'Account', 'Blocked by Conditional Access', 'A Conditional Access policy blocks the sign-in (AADSTS53003).', {
    step: 'tryIt',
    checkId: 'sign-in-answer',
    seen: 'A Conditional Access policy blocks the sign-in.',
    fix: 'Look at the Conditional Access tab of the sign-in log.',
  }),
  fault('device-code-blocked', 'Account', 'Device code blocked', 'A policy blocks the device code flow (AADSTS53003) and sessions that began with it (AADSTS530036).', {
    step: 'tryIt',
    checkId: 'sign-in-answer',
    seen: 'A policy blocks the device code flow.',
    fix: 'Sign in with the browser.',
  }),
  fault('mfa-required', 'Account', 'MFA required', 'Redeeming a code or a password and refreshing ask for multifactor authentication (AADSTS50076).', {
    step: 'tryIt',
    checkId: 'sign-in-answer',
    seen: 'Multifactor authentication is asked for.',
    fix: 'Sign in with the browser, and pass the second factor.',
  }),
  fault('expired-refresh-token', 'Account', 'Refresh token expired', 'Refreshing answers that the refresh token has expired; signing in works (AADSTS700082).', {
    step: 'tryIt',
    checkId: 'sign-in-answer',
    seen: 'The refresh token has expired.',
    fix: 'Sign in again.',
  }),
  fault('not-licensed', 'Licence and role', 'Tenant not licensed', 'The API answers 401: Account mode is inactive.', {
    step: 'tryIt',
    checkId: 'first-call',
    seen: 'The API answered 401: the tenant has no Defender for Endpoint licence.',
    fix: 'Assign a Defender for Endpoint licence, then sign in again.',
  }),
  fault('no-defender-role', 'Licence and role', 'No Defender role', 'The API answers 403 for every account, because none has a Defender role.', {
    step: 'roles',
    checkId: 'defender-role',
    seen: 'The API answered 403: the account has no role in Defender.',
    fix: 'Give the account a Defender role that may view data.',
  }),
  fault('device-groups', 'Licence and role', 'Device groups hide everything', 'No device group is visible: lists are empty, single alerts and devices are not found.', {
    step: 'roles',
    checkId: 'defender-role',
    seen: 'The API answered with an empty list: no device group is visible.',
    fix: 'Add the account to a group that a device group admits.',
  }),
  fault('wrong-audience', 'Service', 'Wrong audience', 'Access tokens carry an audience that the API refuses with 403.', {
    step: 'tryIt',
    checkId: 'token-audience',
    seen: 'The token is for another API.',
    fix: 'Sign in again with this profile.',
  }),
  fault('claims-challenge', 'Service', 'Claims challenge', 'The API answers 401 with a claims challenge until a token was asked for with those claims.', {
    step: 'tryIt',
    checkId: 'first-call',
    seen: 'The API answered 401 with a claims challenge.',
    fix: 'Sign in again to satisfy the policy.',
  }),
  fault('throttled', 'Service', 'Throttled', 'Every API call answers 429 and asks to wait 30 seconds.', {
    step: 'tryIt',
    checkId: 'first-call',
    seen: 'The API answered 429: too many calls.',
    fix: 'Wait for 30 seconds, then check again.',
  }),
  fault('service-fault', 'Service', 'Service unavailable', 'Every API call answers 503.', {
    step: 'tryIt',
    checkId: 'first-call',
    seen: 'The API answered 503.',
    fix: 'Wait, then check again.',
  }),
  fault('clock-skew', 'Network', 'Clock 20 minutes ahead', "The service's clock is 20 minutes ahead: Date header, tokens, everything.", {
    step: 'connection',
    checkId: 'clock',
    seen: "This computer's clock is 20 minutes behind the service's.",
    fix: 'Set the clock by the network.',
  }),
  fault('untrusted-root', 'Network', 'Inspected by an untrusted root', 'The sandbox is reached over HTTPS with a certificate whose root nobody trusts.', {
    step: 'connection',
    checkId: 'tls',
    seen: 'The certificate of the sign-in service was issued by an untrusted root.',
    fix: 'Ask who runs the proxy to leave the Microsoft hosts out, or to install its root on this computer.',
  }),
  fault('html-instead-of-json', 'Network', 'Sign-in page of a proxy', 'The API, the token and the device code endpoints answer 200 with the HTML page of a proxy.', {
    step: 'connection',
    checkId: 'reachable',
    seen: 'A page came where the service should have answered: the sign-in page of a proxy.',
    fix: 'Sign in to the proxy, or ask who runs it to leave the Microsoft hosts out.',
  }),
];

/** What the window sees of them. */
export const FAULTS: readonly Omit<SandboxFaultDto, 'on'>[] = SPOILING.map(({ id, group, title, about }) => ({ id, group, title, about }));
