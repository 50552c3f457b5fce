/** Devices of the fake host, and what is known of them. */
import type { FakeRow } from '../tables';

const NAMES = ['pc', 'laptop', 'srv', 'kiosk'];
const SYSTEMS = ['Windows11', 'Windows11', 'WindowsServer2022', 'Linux'];
const HEALTH = ['Active', 'Active', 'Active', 'Inactive'];
const RISKS = ['None', 'Low', 'Medium', 'High'];
export const DEVICES = 80;

export function deviceId(position: number): string {
  return `${(position + 17).toString(16).padStart(4, '0')}${'5ab0c1d2e3f4'.repeat(3)}`;
}

export function deviceAt(position: number, now: number): FakeRow {
  const kind = position % 4;
  return {
    id: deviceId(position),
    computerDnsName: `${NAMES[kind]}-${String(position + 1).padStart(3, '0')}.sandbox.example`,
    osPlatform: SYSTEMS[kind],
    version: kind === 3 ? '24.04' : '23H2',
    healthStatus: HEALTH[position % 7 === 6 ? 3 : 0],
    riskScore: RISKS[position % 5 === 0 ? 3 : position % 4],
    exposureLevel: RISKS[(position + 1) % 4],
    lastSeen: new Date(now - position * 47 * 60_000).toISOString(),
    firstSeen: new Date(now - (position + 40) * 86_400_000).toISOString(),
    machineTags: position % 3 === 0 ? ['Finance', 'Building 4'] : [],
    ipAddresses: [{ ipAddress: `10.4.${position % 8}.${position + 10}`, type: 'Ethernet', operationalStatus: 'Up' }],
    isAadJoined: kind !== 3,
    deviceValue: 'Normal',
  };
}

export function devices(now: number): FakeRow[] {
  return Array.from({ length: DEVICES }, (_, position) => deviceAt(position, now));
}

/** Rows of a software inventory, as its export files hold them. */
export function inventory(from: number, count: number): FakeRow[] {
  const products = ['7-zip', 'chrome', 'openssl', 'teams', 'vlc'];
  return Array.from({ length: count }, (_, index) => ({
    deviceId: deviceId((from + index) % DEVICES),
    softwareName: products[(from + index) % products.length],
    softwareVendor: 'contoso',
    softwareVersion: `${1 + ((from + index) % 9)}.${index % 10}`,
    numberOfWeaknesses: (from + index) % 6,
  }));
}
