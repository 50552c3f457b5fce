// MSAL for Node signs in with a device code; the browser part is done over HTTP while MSAL polls.

import assert from "node:assert/strict";
import { test } from "node:test";
import { InteractionRequiredAuthError } from "@azure/msal-node";
import { LOGIN } from "./sandbox_client.js";
import { ANALYST, World } from "./world.js";

/** Tokens of the flow with a person who accepts, and what that person saw. */
async function signInByCode(world, request) {
  const done = await deviceCode(world, request);
  assert.ifError(done.error);
  return done;
}

/** The flow with a person who decides while MSAL waits; the last page of the person comes with the result. */
async function deviceCode(world, { username = ANALYST, decision, ...request } = {}) {
  let codes;
  let page;
  const result = world.app.acquireTokenByDeviceCode({
    scopes: world.scopes,
    deviceCodeCallback(response) {
      codes = response;
      page = world.browser.enterCode(response.verificationUri, response.userCode, username, decision);
      // A failed walk is told below; without this, it would end the whole run.
      page.catch(() => {});
    },
    ...request,
  });
  const settled = await result.then(
    (value) => ({ value }),
    (error) => ({ error }),
  );
  return { ...settled, codes, page: await page };
}

test("MSAL polls until a person has typed the code, and reads alerts", async (t) => {
  const world = await World.start(t, "--device-code-interval", "1");
  const { value, codes, page } = await signInByCode(world);
  assert.equal(codes.verificationUri, `${LOGIN}/devicelogin`);
  assert.deepEqual([codes.userCode.length, codes.expiresIn, codes.interval], [9, 900, 1]);
  assert.ok(codes.message.includes(codes.userCode));
  assert.match(page, /You may close this window/);
  assert.equal(value.account.username, ANALYST);
  await world.readsAlerts(value);

  const request = { scopes: world.scopes, account: value.account };
  const cached = await world.app.acquireTokenSilent(request);
  assert.deepEqual([cached.accessToken, cached.fromCache], [value.accessToken, true]);
  await world.readsAlerts(await world.app.acquireTokenSilent({ ...request, forceRefresh: true }));
});

for (const [what, options, request, expected, said] of [
  ["a refusal by the person", [], { decision: "cancel" }, "authorization_declined", /You declined/],
  ["public flows that are off", ["--fault", "public-flows-off"], {}, "invalid_client", /You may close this window/],
  ["a code that has expired", ["--device-code-life", "0"], {}, "expired_token", /AADSTS70019/],
]) {
  test(`${what} ends the polling`, async (t) => {
    const world = await World.start(t, "--device-code-interval", "1", ...options);
    const { error, page } = await deviceCode(world, request);
    assert.match(String(error), new RegExp(expected));
    assert.match(page, said);
  });
}

test("claims that are sent with the request for a code satisfy the API", async (t) => {
  const world = await World.start(t, "--device-code-interval", "1", "--fault", "claims-challenge");
  const claims = '{"access_token":{"acrs":{"essential":true,"value":"c1"}}}';
  const { value } = await signInByCode(world, { claims });
  await world.readsAlerts(value);
});

test("a policy against device codes ends the session and no other", async (t) => {
  const before = await World.start(t, "--device-code-interval", "1");
  const { value } = await signInByCode(before);
  const text = before.app.getTokenCache().serialize();
  // The same tenant later: equal seeds open one another's refresh tokens.
  const world = await World.start(t, "--fault", "device-code-blocked");
  world.app.getTokenCache().deserialize(text);
  const renewal = world.app.acquireTokenSilent({
    scopes: world.scopes,
    account: value.account,
    forceRefresh: true,
  });
  await assert.rejects(renewal, (error) => {
    assert.ok(error instanceof InteractionRequiredAuthError || error.errorCode === "invalid_grant", String(error));
    assert.match(error.errorMessage, /AADSTS530036:/);
    return true;
  });
  await world.readsAlerts(await world.signIn());
});
