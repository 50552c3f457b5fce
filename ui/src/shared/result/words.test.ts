import { expect, it } from 'vitest';
import { columnWords } from './words';

it.each([
  ['id', 'ID'],
  ['computerDnsName', 'Computer DNS name'],
  ['lastExternalIpAddress', 'Last external IP address'],
  ['creationTimeDateTimeUtc', 'Creation time date time UTC'],
  ['osPlatform', 'OS platform'],
  ['cveId', 'CVE ID'],
  ['cvssV3', 'CVSS v3'],
  ['aadDeviceId', 'Entra device ID'],
  ['mitreTechniques', 'MITRE techniques'],
  ['sha256', 'SHA-256'],
  ['DeviceId', 'Device ID'],
  ['externalID', 'External ID'],
  ['SHA1Hash', 'SHA-1 hash'],
  ['script_name', 'Script name'],
  ['constructor', 'Constructor'],
  ['', ''],
])('puts %s in words', (name, words) => {
  expect(columnWords(name)).toBe(words);
});
