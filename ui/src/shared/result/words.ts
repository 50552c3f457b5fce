/** A property's name in words. Pure. */

/** Properties that have a better name than their own words. */
const NAMES: Readonly<Record<string, string>> = {
  aadTenantId: 'Tenant ID',
  isAadJoined: 'Joined to Entra',
  cvssV3: 'CVSS v3',
};

/** Words that are written otherwise than in small letters. */
const SPELT: Readonly<Record<string, string>> = {
  aad: 'Entra',
  av: 'AV',
  cce: 'CCE',
  cve: 'CVE',
  cvss: 'CVSS',
  dns: 'DNS',
  epss: 'EPSS',
  id: 'ID',
  ids: 'IDs',
  ip: 'IP',
  ips: 'IPs',
  kb: 'KB',
  mac: 'MAC',
  md5: 'MD5',
  mde: 'MDE',
  mitre: 'MITRE',
  os: 'OS',
  rbac: 'RBAC',
  scid: 'SCID',
  sha1: 'SHA-1',
  sha256: 'SHA-256',
  sid: 'SID',
  uris: 'URIs',
  url: 'URL',
  utc: 'UTC',
};

/** Splits at capitals, an abbreviation in capitals being one word. */
export function columnWords(name: string): string {
  const known = Object.hasOwn(NAMES, name) ? NAMES[name] : undefined;
  if (known !== undefined) {
    return known;
  }
  const words = name
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replace(/([A-Z])([A-Z][a-z])/g, '$1 $2')
    .replace(/[_.]+/g, ' ')
    .trim()
    .toLowerCase()
    .split(' ')
    .map((word) => (Object.hasOwn(SPELT, word) ? (SPELT[word] ?? word) : word))
    .join(' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}
