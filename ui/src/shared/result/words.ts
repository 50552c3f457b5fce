/** A property's name in words. Pure. */

/** Properties whose words cannot be found by splitting at capitals. */
const INITIALISMS: Readonly<Record<string, string>> = {
  id: 'ID',
  sha1: 'SHA-1',
  sha256: 'SHA-256',
  md5: 'MD5',
  mitreTechniques: 'MITRE techniques',
  aadTenantId: 'Tenant ID',
  ipAddress: 'IP address',
  ipAddresses: 'IP addresses',
  lastIpAddress: 'Last IP address',
  lastExternalIpAddress: 'Last external IP address',
  url: 'URL',
  userSid: 'User SID',
  aadUserId: 'Entra user ID',
  aadDeviceId: 'Entra device ID',
  isAadJoined: 'Joined to Entra',
  cveId: 'CVE ID',
  cvssV3: 'CVSS v3',
  osPlatform: 'OS platform',
  osVersion: 'OS version',
  osBuild: 'OS build',
  osProcessor: 'OS processor',
  osArchitecture: 'OS architecture',
};

/** Splits at capitals; a final `Id` is the one abbreviation that every name may end with. */
export function columnWords(name: string): string {
  const initialism = Object.hasOwn(INITIALISMS, name) ? INITIALISMS[name] : undefined;
  if (initialism !== undefined) {
    return initialism;
  }
  const words = name
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replace(/[_.]+/g, ' ')
    .toLowerCase()
    .replace(/ id$/, ' ID');
  return words.charAt(0).toUpperCase() + words.slice(1);
}
