// The frame of every test: a sandbox and an MSAL application of its own, and a person to sign in with.

import assert from "node:assert/strict";
import { CryptoProvider, PublicClientApplication } from "@azure/msal-node";
import { API, Browser, LOGIN, Loopback, SandboxProcess } from "./sandbox_client.js";

export const ANALYST = "analyst@sandbox.example";
export const NO_ROLE = "norole@sandbox.example";
export const REDIRECT = "http://localhost:4711";

export class World {
  /** A sandbox with these options; it is stopped when the test `t` ends. */
  static async start(t, ...options) {
    const sandbox = await SandboxProcess.start(...options);
    t.after(async () => assert.equal(await sandbox.stop(), 0));
    return new World(sandbox.facts);
  }

  constructor(facts) {
    this.facts = facts;
    this.scopes = [`${facts.audience}/.default`];
    this.loopback = new Loopback(facts.base);
    this.browser = new Browser(this.loopback);
    this.app = this.application();
  }

  /** An MSAL application whose cache is empty. */
  application(auth = {}) {
    return new PublicClientApplication({
      auth: { clientId: this.facts.clientId, authority: `${LOGIN}/${this.facts.tenantId}`, ...auth },
      system: { networkClient: this.loopback },
    });
  }

  /** The person's part of the code flow: what to redeem. */
  async authorize(username = ANALYST, { decision, ...request } = {}) {
    const { verifier, challenge } = await new CryptoProvider().generatePkceCodes();
    const address = await this.app.getAuthCodeUrl({
      scopes: this.scopes,
      redirectUri: REDIRECT,
      responseMode: "form_post",
      codeChallenge: challenge,
      codeChallengeMethod: "S256",
      state: "state-1",
      ...request,
    });
    const answer = await this.browser.signIn(address, username, decision);
    assert.equal(answer.state, "state-1");
    return { answer, verifier };
  }

  redeem(answer, verifier) {
    return this.app.acquireTokenByCode({
      scopes: this.scopes,
      redirectUri: REDIRECT,
      code: answer.code,
      codeVerifier: verifier,
    });
  }

  /** The whole code flow. */
  async signIn(username = ANALYST, request = {}) {
    const { answer, verifier } = await this.authorize(username, request);
    return this.redeem(answer, verifier);
  }

  api(path, token) {
    return this.loopback.send("GET", `${API}/api${path}`, { headers: { authorization: `Bearer ${token}` } });
  }

  async readsAlerts(result) {
    const answer = await this.api("/alerts/$count", result.accessToken);
    assert.deepEqual([answer.status, answer.text], [200, "1200"]);
  }
}
