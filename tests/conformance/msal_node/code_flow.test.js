// MSAL for Node signs in to the sandbox tenant with an authorization code and reads alerts with the token it gets.

import assert from "node:assert/strict";
import { test } from "node:test";
import { InteractionRequiredAuthError, ServerError } from "@azure/msal-node";
import { LOGIN, OTHER_LOGIN } from "./sandbox_client.js";
import { ANALYST, NO_ROLE, REDIRECT, World } from "./world.js";

/** Where MSAL would send the browser. */
async function authorizationEndpoint(world, auth) {
  const request = { scopes: world.scopes, redirectUri: REDIRECT };
  const address = new URL(await world.application(auth).getAuthCodeUrl(request));
  return address.origin + address.pathname;
}

test("the endpoints that MSAL knows by heart are those of the metadata", async (t) => {
  const world = await World.start(t);
  const { tenantId } = world.facts;
  const document = await world.loopback.send("GET", `${LOGIN}/${tenantId}/v2.0/.well-known/openid-configuration`);
  const metadata = JSON.parse(document.text);
  assert.equal(await authorizationEndpoint(world), metadata.authorization_endpoint);
});

test("at a host that MSAL does not know by heart the metadata decides", async (t) => {
  const world = await World.start(t);
  const { tenantId } = world.facts;
  const endpoint = await authorizationEndpoint(world, {
    authority: `${OTHER_LOGIN}/${tenantId}`,
    knownAuthorities: [new URL(OTHER_LOGIN).host],
  });
  assert.equal(endpoint, `${OTHER_LOGIN}/${tenantId}/oauth2/v2.0/authorize`);
  assert.ok(world.loopback.asked.includes(`${OTHER_LOGIN}/${tenantId}/v2.0/.well-known/openid-configuration`));
});

test("a host that instance discovery does not vouch for is refused", async (t) => {
  const world = await World.start(t);
  const authority = `${OTHER_LOGIN}/${world.facts.tenantId}`;
  await assert.rejects(authorizationEndpoint(world, { authority }));
  assert.ok(world.loopback.asked.includes(`${LOGIN}/common/discovery/instance`));
});

test("an unknown tenant is refused by discovery", async (t) => {
  const world = await World.start(t);
  const auth = {
    authority: `${OTHER_LOGIN}/11111111-2222-3333-4444-555555555555`,
    knownAuthorities: [new URL(OTHER_LOGIN).host],
  };
  await assert.rejects(authorizationEndpoint(world, auth));
});

for (const responseMode of ["form_post", "query"]) {
  test(`a code with PKCE, answered by ${responseMode}, gives a token that reads alerts`, async (t) => {
    const world = await World.start(t);
    const result = await world.signIn(ANALYST, { responseMode });
    assert.equal(result.account.username, ANALYST);
    assert.equal(result.idTokenClaims.preferred_username, ANALYST);
    assert.equal(result.tenantId, world.facts.tenantId);
    assert.equal(result.fromCache, false);
    await world.readsAlerts(result);
  });
}

test("tokens come from the cache and are renewed when that is forced", async (t) => {
  const world = await World.start(t);
  const first = await world.signIn();
  const request = { scopes: world.scopes, account: first.account };
  const cached = await world.app.acquireTokenSilent(request);
  assert.deepEqual([cached.accessToken, cached.fromCache], [first.accessToken, true]);
  const renewed = await world.app.acquireTokenSilent({ ...request, forceRefresh: true });
  assert.notEqual(renewed.accessToken, first.accessToken);
  assert.equal(renewed.fromCache, false);
  await world.readsAlerts(renewed);
});

test("two accounts live side by side in a cache that was written down", async (t) => {
  const world = await World.start(t);
  await world.signIn(ANALYST);
  await world.signIn(NO_ROLE);
  const text = world.app.getTokenCache().serialize();
  world.app = world.application();
  world.app.getTokenCache().deserialize(text);
  const accounts = await world.app.getTokenCache().getAllAccounts();
  assert.deepEqual(accounts.map((account) => account.username).sort(), [ANALYST, NO_ROLE]);
  for (const account of accounts) {
    const renewed = await world.app.acquireTokenSilent({ scopes: world.scopes, account, forceRefresh: true });
    assert.equal(renewed.account.username, account.username);
    const answer = await world.api("/alerts/$count", renewed.accessToken);
    assert.equal(answer.status, account.username === NO_ROLE ? 403 : 200);
  }
});

test("a code serves once, and only with its verifier", async (t) => {
  const world = await World.start(t);
  const { answer, verifier } = await world.authorize();
  const refused = (number) => (error) => {
    assert.ok(error instanceof ServerError, String(error));
    assert.match(error.errorMessage, new RegExp(`AADSTS${number}:`));
    assert.equal(error.errorCode, "invalid_grant");
    return true;
  };
  await assert.rejects(world.redeem(answer, "a".repeat(43)), refused(501481));
  await world.redeem(answer, verifier);
  await assert.rejects(world.redeem(answer, verifier), refused(54005));
});

test("a refusal of consent comes back to the client", async (t) => {
  const world = await World.start(t);
  const { answer } = await world.authorize(ANALYST, { decision: "cancel" });
  assert.deepEqual([answer.error, answer.error_subcode], ["access_denied", "cancel"]);
  assert.match(answer.error_description, /^AADSTS65004:/);
});

test("a permission that nobody consented to needs a person", async (t) => {
  const world = await World.start(t);
  const { account } = await world.signIn();
  const scopes = [`${world.facts.audience}/SecurityConfiguration.Read`];
  await assert.rejects(world.app.acquireTokenSilent({ scopes, account }), (error) => {
    assert.ok(error instanceof InteractionRequiredAuthError, String(error));
    assert.equal(error.subError, "consent_required");
    return true;
  });
});

test("a claims challenge is met by a renewal and by a sign-in with its claims", async (t) => {
  const world = await World.start(t, "--fault", "claims-challenge");
  const first = await world.signIn();
  const refused = await world.api("/alerts/$count", first.accessToken);
  assert.equal(refused.status, 401);
  const header = refused.headers["www-authenticate"];
  assert.match(header, /error="insufficient_claims"/);
  const claims = Buffer.from(/claims="([^"]+)"/.exec(header)[1], "base64").toString();
  await world.readsAlerts(await world.signIn(ANALYST, { claims }));

  world.app = world.application();
  const { account } = await world.signIn();
  await world.readsAlerts(await world.app.acquireTokenSilent({ scopes: world.scopes, account, claims }));
});
