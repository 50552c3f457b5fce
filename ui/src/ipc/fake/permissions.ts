/** Some of the delegated permissions of WindowsDefenderATP, for the fake host. The backend has all of them. */
import type { OperationEffect, OperationRefDto, PermissionDto } from '../generated/contract';

function operation(id: string, title: string, method: string, path: string, effect: OperationEffect): OperationRefDto {
  return { id, title, method, path, effect };
}

export const PERMISSIONS: readonly PermissionDto[] = [
  {
    value: 'AdvancedQuery.Read',
    displayName: 'Run advanced queries',
    operations: [
      operation('runAdvancedQuery', 'Run an advanced hunting query', 'POST', '/api/advancedqueries/run', 'read'),
    ],
  },
  {
    value: 'Alert.Read',
    displayName: 'Read alerts',
    operations: [
      operation('listAlerts', 'List alerts', 'GET', '/api/alerts', 'read'),
      operation('getAlert', 'Get one alert', 'GET', '/api/alerts/{id}', 'read'),
      operation('listMachineAlerts', 'Alerts on a device', 'GET', '/api/machines/{id}/alerts', 'read'),
      operation('listInvestigations', 'List automated investigations', 'GET', '/api/investigations', 'read'),
      operation('getInvestigation', 'Get one investigation', 'GET', '/api/investigations/{id}', 'read'),
      operation('listFileAlerts', 'Alerts about a file', 'GET', '/api/files/{id}/alerts', 'read'),
      operation('listIpAlerts', 'Alerts about an IP address', 'GET', '/api/ips/{ip}/alerts', 'read'),
      operation('listDomainAlerts', 'Alerts about a domain', 'GET', '/api/domains/{domain}/alerts', 'read'),
      operation('listUserAlerts', 'Alerts about a user', 'GET', '/api/users/{id}/alerts', 'read'),
    ],
  },
  {
    value: 'Alert.ReadWrite',
    displayName: 'Read and write alerts',
    operations: [
      operation('listAlerts', 'List alerts', 'GET', '/api/alerts', 'read'),
      operation('getAlert', 'Get one alert', 'GET', '/api/alerts/{id}', 'read'),
      operation('updateAlert', 'Update one alert', 'PATCH', '/api/alerts/{id}', 'write'),
      operation('batchUpdateAlerts', 'Update many alerts', 'POST', '/api/alerts/batchUpdate', 'write'),
      operation('createAlertByReference', 'Create an alert from an event', 'POST', '/api/alerts/CreateAlertByReference', 'write'),
      operation('listMachineAlerts', 'Alerts on a device', 'GET', '/api/machines/{id}/alerts', 'read'),
      operation('listInvestigations', 'List automated investigations', 'GET', '/api/investigations', 'read'),
      operation('getInvestigation', 'Get one investigation', 'GET', '/api/investigations/{id}', 'read'),
      operation('startInvestigation', 'Start an investigation on a device', 'POST', '/api/machines/{id}/startInvestigation', 'act'),
    ],
  },
  {
    value: 'File.Read.All',
    displayName: 'Read file profiles',
    operations: [
      operation('listAlertFiles', 'Files of an alert', 'GET', '/api/alerts/{id}/files', 'read'),
      operation('getFile', 'Get a file profile', 'GET', '/api/files/{id}', 'read'),
      operation('getFileStats', 'File statistics', 'GET', '/api/files/{id}/stats', 'read'),
    ],
  },
  {
    value: 'Ip.Read.All',
    displayName: 'Read IP address profiles',
    operations: [
      operation('listAlertIps', 'IP addresses of an alert', 'GET', '/api/alerts/{id}/ips', 'read'),
      operation('getIpStats', 'IP statistics', 'GET', '/api/ips/{ip}/stats', 'read'),
    ],
  },
  {
    value: 'Library.Manage',
    displayName: 'Manage live response library',
    operations: [
      operation('listLibraryFiles', 'List live response library files', 'GET', '/api/libraryfiles', 'read'),
      operation('uploadLibraryFile', 'Upload a library file', 'POST', '/api/libraryfiles', 'write'),
      operation('deleteLibraryFile', 'Delete a library file', 'DELETE', '/api/libraryfiles/{fileName}', 'write'),
    ],
  },
  {
    value: 'Machine.CollectForensics',
    displayName: 'Collect forensics',
    operations: [
      operation('collectInvestigationPackage', 'Collect an investigation package', 'POST', '/api/machines/{id}/collectInvestigationPackage', 'act'),
      operation('getPackageUri', 'Link to an investigation package', 'GET', '/api/machineactions/{id}/getPackageUri', 'read'),
      operation('cancelMachineAction', 'Cancel a device action', 'POST', '/api/machineactions/{id}/cancel', 'act'),
    ],
  },
  {
    value: 'Machine.Isolate',
    displayName: 'Isolate machine',
    operations: [
      operation('isolateMachine', 'Isolate a device', 'POST', '/api/machines/{id}/isolate', 'act'),
      operation('unisolateMachine', 'Release a device from isolation', 'POST', '/api/machines/{id}/unisolate', 'act'),
      operation('cancelMachineAction', 'Cancel a device action', 'POST', '/api/machineactions/{id}/cancel', 'act'),
    ],
  },
  {
    value: 'Machine.LiveResponse',
    displayName: 'Run live response on a specific machine',
    operations: [
      operation('cancelMachineAction', 'Cancel a device action', 'POST', '/api/machineactions/{id}/cancel', 'act'),
      operation('runLiveResponse', 'Run live response commands', 'POST', '/api/machines/{id}/runliveresponse', 'act'),
      operation('getLiveResponseResultLink', 'Link to one live response result', 'GET', '/api/machineactions/{id}/GetLiveResponseResultDownloadLink(index={index})', 'read'),
    ],
  },
  {
    value: 'Machine.Read',
    displayName: 'Read machine information',
    operations: [
      operation('getAlertMachine', 'Device of an alert', 'GET', '/api/alerts/{id}/machine', 'read'),
      operation('listMachines', 'List devices', 'GET', '/api/machines', 'read'),
      operation('getMachine', 'Get one device', 'GET', '/api/machines/{id}', 'read'),
      operation('findMachinesByIp', 'Find devices by internal IP', 'GET', '/api/machines/findbyip(ip=\'{ip}\',timestamp={timestamp})', 'read'),
      operation('findMachinesByTag', 'Find devices by tag', 'GET', '/api/machines/findbytag', 'read'),
      operation('listMachineActions', 'List device actions', 'GET', '/api/machineactions', 'read'),
      operation('getMachineAction', 'Get one device action', 'GET', '/api/machineactions/{id}', 'read'),
      operation('listFileMachines', 'Devices with a file', 'GET', '/api/files/{id}/machines', 'read'),
      operation('listDomainMachines', 'Devices that talked to a domain', 'GET', '/api/domains/{domain}/machines', 'read'),
    ],
  },
  {
    value: 'Machine.ReadWrite',
    displayName: 'Read and write machine information',
    operations: [
      operation('getAlertMachine', 'Device of an alert', 'GET', '/api/alerts/{id}/machine', 'read'),
      operation('listMachines', 'List devices', 'GET', '/api/machines', 'read'),
      operation('getMachine', 'Get one device', 'GET', '/api/machines/{id}', 'read'),
      operation('addOrRemoveMachineTag', 'Add or remove a tag on a device', 'POST', '/api/machines/{id}/tags', 'write'),
      operation('addOrRemoveTagForMultipleMachines', 'Add or remove a tag on many devices', 'POST', '/api/machines/AddOrRemoveTagForMultipleMachines', 'write'),
      operation('findMachinesByIp', 'Find devices by internal IP', 'GET', '/api/machines/findbyip(ip=\'{ip}\',timestamp={timestamp})', 'read'),
      operation('findMachinesByTag', 'Find devices by tag', 'GET', '/api/machines/findbytag', 'read'),
      operation('setDeviceValue', 'Set the business value of a device', 'POST', '/api/machines/{id}/setDeviceValue', 'write'),
      operation('updateMachine', 'Update a device', 'PATCH', '/api/machines/{id}', 'write'),
    ],
  },
  {
    value: 'Machine.RestrictExecution',
    displayName: 'Restrict code execution',
    operations: [
      operation('restrictCodeExecution', 'Restrict app execution', 'POST', '/api/machines/{id}/restrictCodeExecution', 'act'),
      operation('unrestrictCodeExecution', 'Remove the app restriction', 'POST', '/api/machines/{id}/unrestrictCodeExecution', 'act'),
      operation('cancelMachineAction', 'Cancel a device action', 'POST', '/api/machineactions/{id}/cancel', 'act'),
    ],
  },
  {
    value: 'Machine.Scan',
    displayName: 'Scan machine',
    operations: [
      operation('runAntiVirusScan', 'Run an antivirus scan', 'POST', '/api/machines/{id}/runAntiVirusScan', 'act'),
      operation('cancelMachineAction', 'Cancel a device action', 'POST', '/api/machineactions/{id}/cancel', 'act'),
    ],
  },
  {
    value: 'Score.Read',
    displayName: 'Read Threat and Vulnerability Management score',
    operations: [
      operation('getExposureScore', 'Exposure score', 'GET', '/api/exposureScore', 'read'),
      operation('getDeviceSecureScore', 'Device secure score', 'GET', '/api/configurationScore', 'read'),
      operation('listExposureScoreByMachineGroup', 'Exposure score by device group', 'GET', '/api/exposureScore/ByMachineGroups', 'read'),
    ],
  },
  {
    value: 'SecurityRecommendation.Read',
    displayName: 'Read Threat and Vulnerability Management security recommendation information',
    operations: [
      operation('listMachineRecommendations', 'Recommendations for a device', 'GET', '/api/machines/{id}/recommendations', 'read'),
      operation('listRecommendations', 'List security recommendations', 'GET', '/api/recommendations', 'read'),
      operation('getRecommendation', 'Get one recommendation', 'GET', '/api/recommendations/{id}', 'read'),
      operation('getRecommendationSoftware', 'Software of a recommendation', 'GET', '/api/recommendations/{id}/software', 'read'),
      operation('listRecommendationMachines', 'Devices of a recommendation', 'GET', '/api/recommendations/{id}/machineReferences', 'read'),
    ],
  },
  {
    value: 'Software.Read',
    displayName: 'Read Threat and Vulnerability Management Software information',
    operations: [
      operation('listMachineSoftware', 'Software on a device', 'GET', '/api/machines/{id}/software', 'read'),
      operation('listSoftware', 'List software inventory', 'GET', '/api/Software', 'read'),
      operation('getSoftware', 'Get one software product', 'GET', '/api/Software/{id}', 'read'),
      operation('listSoftwareVersions', 'Version distribution of a product', 'GET', '/api/Software/{id}/distributions', 'read'),
      operation('listSoftwareMachines', 'Devices with a product', 'GET', '/api/Software/{id}/machineReferences', 'read'),
      operation('listSoftwareMissingKbs', 'Missing updates of a product', 'GET', '/api/Software/{id}/getmissingkbs', 'read'),
      operation('exportSoftwareInventory', 'Software inventory per device (JSON)', 'GET', '/api/machines/SoftwareInventoryByMachine', 'read'),
      operation('exportSoftwareInventoryFiles', 'Software inventory per device (files)', 'GET', '/api/machines/SoftwareInventoryExport', 'read'),
      operation('exportNonCpeSoftware', 'Software without a product code per device (JSON)', 'GET', '/api/machines/SoftwareInventoryNoProductCodeByMachine', 'read'),
    ],
  },
  {
    value: 'Ti.ReadWrite',
    displayName: 'Read and write Indicators',
    operations: [
      operation('listIndicators', 'List indicators', 'GET', '/api/indicators', 'read'),
      operation('submitIndicator', 'Create or update an indicator', 'POST', '/api/indicators', 'write'),
      operation('importIndicators', 'Create or update many indicators', 'POST', '/api/indicators/import', 'write'),
    ],
  },
  {
    value: 'Url.Read.All',
    displayName: 'Read URLs',
    operations: [
      operation('listAlertDomains', 'Domains of an alert', 'GET', '/api/alerts/{id}/domains', 'read'),
      operation('getDomainStats', 'Domain statistics', 'GET', '/api/domains/{domain}/stats', 'read'),
    ],
  },
  {
    value: 'User.Read.All',
    displayName: 'Read user profiles',
    operations: [
      operation('getAlertUser', 'User of an alert', 'GET', '/api/alerts/{id}/user', 'read'),
      operation('listMachineLogonUsers', 'Users who signed in on a device', 'GET', '/api/machines/{id}/logonusers', 'read'),
    ],
  },
  {
    value: 'Vulnerability.Read',
    displayName: 'Read Threat and Vulnerability Management vulnerability information',
    operations: [
      operation('listMachineVulnerabilities', 'Vulnerabilities on a device', 'GET', '/api/machines/{id}/vulnerabilities', 'read'),
      operation('listSoftwareVulnerabilities', 'Vulnerabilities of a product', 'GET', '/api/Software/{id}/vulnerabilities', 'read'),
      operation('listVulnerabilities', 'List vulnerabilities', 'GET', '/api/vulnerabilities', 'read'),
      operation('listMachinesVulnerabilities', 'Vulnerabilities by device and product', 'GET', '/api/vulnerabilities/machinesVulnerabilities', 'read'),
      operation('getVulnerability', 'Get one vulnerability', 'GET', '/api/vulnerabilities/{cveId}', 'read'),
      operation('listVulnerabilityMachines', 'Devices with a vulnerability', 'GET', '/api/vulnerabilities/{cveId}/machineReferences', 'read'),
      operation('listRecommendationVulnerabilities', 'Vulnerabilities of a recommendation', 'GET', '/api/recommendations/{id}/vulnerabilities', 'read'),
      operation('exportSecureConfig', 'Secure configuration per device (JSON)', 'GET', '/api/machines/SecureConfigurationsAssessmentByMachine', 'read'),
      operation('exportSecureConfigFiles', 'Secure configuration per device (files)', 'GET', '/api/machines/SecureConfigurationsAssessmentExport', 'read'),
    ],
  },
];
