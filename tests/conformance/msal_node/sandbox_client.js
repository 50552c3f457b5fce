// What a test needs around MSAL: the sandbox as a process, a network module that leads to it, and a browser without a
// screen.
//
// MSAL insists on https. Instead of TLS with a throw-away certificate authority, the network module maps public hosts to
// the sandbox's loopback port and says so with X-Forwarded-Proto, so that every address in an answer is the https one
// that MSAL expects.

import { spawn } from "node:child_process";
import http from "node:http";
import { createInterface } from "node:readline";

export const LOGIN = "https://login.microsoftonline.com";
/** An authority host that MSAL has no built-in metadata for. */
export const OTHER_LOGIN = "https://login.sandbox.example";
export const API = "https://api.security.microsoft.com";

/** The `sandbox-tenant` program; it ends when its standard input closes. */
export class SandboxProcess {
  static async start(...options) {
    const program = process.env.SANDBOX_TENANT_BIN;
    if (!program) {
      throw new Error("SANDBOX_TENANT_BIN must name the sandbox-tenant program");
    }
    const child = spawn(program, options, { stdio: ["pipe", "pipe", "inherit"] });
    const ended = new Promise((resolve, reject) => {
      child.once("error", reject);
      child.once("exit", resolve);
    });
    const lines = createInterface({ input: child.stdout });
    const first = new Promise((resolve) => lines.once("line", resolve));
    const line = await Promise.race([first, ended]);
    if (typeof line !== "string") {
      throw new Error(`the sandbox ended with code ${line}`);
    }
    return new SandboxProcess(child, ended, JSON.parse(line));
  }

  constructor(child, ended, facts) {
    this.child = child;
    this.ended = ended;
    /** Addresses, ids and accounts of the tenant. */
    this.facts = facts;
  }

  /** The exit code. */
  stop() {
    this.child.stdin.end();
    return this.ended;
  }
}

/** Sends requests for these hosts to the sandbox's loopback port, and requests for others nowhere. */
export class Loopback {
  constructor(base) {
    this.target = new URL(base);
    /** Addresses asked for, in order, without their query. */
    this.asked = [];
  }

  /** Status, headers and text of the answer. */
  send(method, url, { headers = {}, body } = {}) {
    const asked = new URL(url);
    if (![LOGIN, OTHER_LOGIN, API].includes(asked.origin)) {
      return Promise.reject(new Error(`nothing may be sent to ${asked.origin}`));
    }
    this.asked.push(asked.origin + asked.pathname);
    const options = {
      method,
      host: this.target.hostname,
      port: this.target.port,
      path: asked.pathname + asked.search,
      headers: { ...headers, host: asked.host, "x-forwarded-proto": "https" },
    };
    if (body !== undefined) {
      options.headers["content-length"] = Buffer.byteLength(body);
    }
    return new Promise((resolve, reject) => {
      const request = http.request(options, (response) => {
        let text = "";
        response.setEncoding("utf8");
        response.on("data", (part) => (text += part));
        response.on("error", reject);
        response.on("end", () => resolve({ status: response.statusCode, headers: response.headers, text }));
      });
      request.on("error", reject);
      request.end(body);
    });
  }

  /** The answer to a form. */
  post(url, fields) {
    const headers = { "content-type": "application/x-www-form-urlencoded" };
    return this.send("POST", url, { headers, body: new URLSearchParams(fields).toString() });
  }

  // MSAL's network interface.

  async sendGetRequestAsync(url, options) {
    return parsed(await this.send("GET", url, { headers: options?.headers }));
  }

  async sendPostRequestAsync(url, options) {
    return parsed(await this.send("POST", url, { headers: options?.headers, body: options?.body ?? "" }));
  }
}

function parsed({ status, headers, text }) {
  return { status, headers, body: JSON.parse(text) };
}

/** Walks the sign-in and consent pages as a person without JavaScript would. */
export class Browser {
  constructor(loopback) {
    this.loopback = loopback;
  }

  /** From the authorization address to the answer for the client, as an object. */
  async signIn(address, username, decision = "accept") {
    let answer = await this.loopback.send("GET", address);
    for (let step = 0; step < 4; step += 1) {
      if (answer.headers.location) {
        const target = new URL(answer.headers.location);
        if (target.hostname !== "localhost") {
          throw new Error(`redirected to ${target.hostname}`);
        }
        return Object.fromEntries(target.searchParams);
      }
      const form = formOf(answer.text);
      if (form.action.startsWith("http://localhost")) {
        return form.hidden;
      }
      answer = await this.next(form, username, decision);
    }
    throw new Error("the pages led nowhere");
  }

  /** Types a device code and walks to the last page, whose text comes back. */
  async enterCode(verificationUri, userCode, username, decision = "accept") {
    const form = formOf((await this.loopback.send("GET", verificationUri)).text);
    let answer = await this.loopback.post(LOGIN + form.action, { user_code: userCode });
    for (let step = 0; step < 2 && answer.text.includes('name="request"'); step += 1) {
      answer = await this.next(formOf(answer.text), username, decision);
    }
    return answer.text;
  }

  next(form, username, decision) {
    const choice = form.buttons.includes("account") ? { account: username } : { decision };
    return this.loopback.post(LOGIN + form.action, { ...form.hidden, ...choice });
  }
}

/** The form of a page: where it goes, its hidden fields, and the names of its buttons. */
function formOf(html) {
  const action = /<form[^>]* action="([^"]*)"/.exec(html);
  if (!action) {
    throw new Error(`the page has no form: ${html.slice(-800)}`);
  }
  const hidden = {};
  for (const [, name, value] of html.matchAll(/<input type="hidden" name="([^"]*)" value="([^"]*)">/g)) {
    hidden[unescape(name)] = unescape(value);
  }
  const buttons = [...html.matchAll(/<button[^>]* name="([^"]*)"|<button name="([^"]*)"/g)];
  return { action: unescape(action[1]), hidden, buttons: buttons.map(([, a, b]) => a ?? b) };
}

function unescape(text) {
  return text
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&quot;", '"')
    .replaceAll("&#39;", "'")
    .replaceAll("&#96;", "`")
    .replaceAll("&amp;", "&");
}
