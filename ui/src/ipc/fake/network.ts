/** Network settings of the fake host: kept, with the rules that the form shows. */
import type { NetworkSettingsDto, RootCertificateDto, SetNetworkSettingsRequest } from '../generated/contract';
import { refusal, type Handlers, type World } from './world';

type NetworkCommand = 'get_network_settings' | 'set_network_settings' | 'read_roots' | 'test_network';

const DEFAULTS: NetworkSettingsDto = {
  proxy: 'system',
  address: '',
  exceptions: '',
  username: '',
  passwordKeptIn: null,
  roots: [],
  connectSeconds: 10,
  answerSeconds: 60,
};

function invalid(field: string, message: string, hint: string): never {
  throw refusal('NETWORK_SETTINGS_INVALID', message, { field, hint });
}

function check(request: SetNetworkSettingsRequest): void {
  if (request.proxy === 'own' && !/^https?:\/\/./.test(request.address)) {
    invalid('address', "The proxy's address must begin with http:// or https://.", 'Enter scheme, host and port, for example http://proxy.example.com:8080.');
  }
  if (request.connectSeconds < 1 || request.connectSeconds > 120) {
    invalid('connectSeconds', 'The time to connect must be between 1 and 120 seconds.', 'Enter a whole number in this range.');
  }
  if (request.answerSeconds < 5 || request.answerSeconds > 600) {
    invalid('answerSeconds', 'The time for an answer must be between 5 and 600 seconds.', 'Enter a whole number in this range.');
  }
}

export function networkHandlers(world: World): Pick<Handlers, NetworkCommand> {
  let settings = DEFAULTS;
  /** Certificates that were read, by their bytes. */
  const known = new Map<string, RootCertificateDto>();
  return {
    get_network_settings: () => settings,
    set_network_settings: (request) => {
      check(request);
      const { proxy, address, exceptions, username, password, roots, connectSeconds, answerSeconds } = request;
      const named = proxy === 'own' && username.trim() !== '';
      settings = {
        proxy,
        address: address.trim(),
        exceptions: exceptions.trim(),
        username: username.trim(),
        passwordKeptIn: !named ? null : password === null ? settings.passwordKeptIn : 'keyStore',
        roots: roots.flatMap((der) => known.get(der) ?? []),
        connectSeconds,
        answerSeconds,
      };
      return settings;
    },
    read_roots: ({ content }) => {
      if (!atob(content).includes('BEGIN CERTIFICATE')) {
        invalid('roots', 'This file holds no certificate.', 'Ask whoever runs the proxy for its root certificate, as a .pem, .crt or .cer file.');
      }
      const root: RootCertificateDto = {
        der: content,
        subject: 'Contoso inspecting proxy CA',
        issuer: 'Contoso inspecting proxy CA',
        validUntil: world.now() + 400 * 86_400_000,
        expired: false,
      };
      known.set(content, root);
      return { roots: [root] };
    },
    test_network: (request) => {
      check(request);
      world.requireActive();
      const way = request.proxy === 'own' ? `through the proxy ${request.address.replace(/^https?:\/\//, '')} (set in this program's settings)` : 'directly';
      return {
        services: [
          { name: 'Sign-in service', host: 'login.microsoftonline.com', reached: true, text: `Reached ${way} in 41 ms.` },
          {
            name: 'API',
            host: 'api.security.microsoft.com',
            reached: request.roots.length > 0 || request.proxy !== 'own',
            text:
              request.roots.length > 0 || request.proxy !== 'own'
                ? `Reached ${way} in 58 ms.`
                : `Not reached ${way}: its certificate is not trusted by this system; it was issued by Contoso inspecting proxy CA.`,
          },
        ],
      };
    },
  };
}
