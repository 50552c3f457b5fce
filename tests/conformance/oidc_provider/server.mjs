// A certified OpenID provider (https://openid.net/certification) at the addresses of a Microsoft Entra tenant.
//
// Owns: the provider's settings, and nothing of its behaviour: pages, protocol and errors are its own.
//
//   node server.mjs --tenant GUID --client-id GUID --object-id GUID --audience URL --account NAME
//
// Writes the address it listens on as its first line, and ends when its standard input ends.

import { generateKeyPairSync, randomBytes } from "node:crypto";
import { createServer } from "node:http";
import { parseArgs } from "node:util";

import Provider from "oidc-provider";

const names = ["tenant", "client-id", "object-id", "audience", "account"];
const { values } = parseArgs({ options: Object.fromEntries(names.map((name) => [name, { type: "string" }])) });
const missing = names.filter((name) => !values[name]);
if (missing.length > 0) {
  throw new Error(`missing: ${missing.map((name) => `--${name}`).join(", ")}`);
}
const { tenant, audience, account } = values;

function signingKey() {
  const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  return { ...privateKey.export({ format: "jwk" }), alg: "RS256", use: "sig", kid: "conformance" };
}

function provider(origin) {
  return new Provider(`${origin}/${tenant}/v2.0`, {
    clients: [
      {
        client_id: values["client-id"],
        application_type: "native",
        token_endpoint_auth_method: "none",
        grant_types: ["authorization_code", "refresh_token", "urn:ietf:params:oauth:grant-type:device_code"],
        response_types: ["code"],
        // A native app's loopback address: the provider takes any port (RFC 8252 §7.3).
        redirect_uris: ["http://localhost/"],
      },
    ],
    claims: { openid: ["sub", "tid", "oid"], profile: ["name", "preferred_username"] },
    // Entra puts them into the id token; OpenID Connect alone would leave them to the userinfo endpoint.
    conformIdTokenClaims: false,
    cookies: { keys: [randomBytes(32).toString("hex")] },
    features: {
      deviceFlow: { enabled: true },
      // The provider's own pages for signing in and consent.
      devInteractions: { enabled: true },
      resourceIndicators: {
        enabled: true,
        defaultResource: () => audience,
        getResourceServerInfo: () => ({
          audience,
          scope: `${audience}/.default`,
          accessTokenFormat: "jwt",
          accessTokenTTL: 3600,
        }),
        useGrantedResource: () => true,
      },
    },
    findAccount: (_context, id) =>
      id === account
        ? {
            accountId: id,
            claims: () => ({
              sub: id,
              tid: tenant,
              oid: values["object-id"],
              name: "Avery Admin",
              preferred_username: id,
            }),
          }
        : undefined,
    jwks: { keys: [signingKey()] },
    pkce: { methods: ["S256"], required: () => true },
    rotateRefreshToken: true,
    routes: {
      authorization: `/${tenant}/oauth2/v2.0/authorize`,
      token: `/${tenant}/oauth2/v2.0/token`,
      device_authorization: `/${tenant}/oauth2/v2.0/devicecode`,
      code_verification: `/${tenant}/device`,
      jwks: `/${tenant}/discovery/v2.0/keys`,
    },
    ttl: { AccessToken: 3600, DeviceCode: 900, Grant: 86400, IdToken: 3600, Interaction: 3600, RefreshToken: 86400, Session: 86400 },
  });
}

const server = createServer();
server.listen(0, "127.0.0.1", () => {
  const origin = `http://127.0.0.1:${server.address().port}`;
  const answer = provider(origin).callback();
  // The one address that the provider does not let be chosen.
  const metadata = "/.well-known/openid-configuration";
  server.on("request", (request, response) => {
    if (request.url === `/${tenant}/v2.0${metadata}`) {
      request.url = metadata;
    }
    answer(request, response);
  });
  process.stdout.write(`${origin}\n`);
});
process.stdin.resume();
process.stdin.on("end", () => process.exit(0));
