// Talking to the sandbox: what the person does goes out, what changes comes in.

import { toast } from "./notices.js";
import { word } from "./words.js";

const FIRST_WAIT_MS = 400;
const LONGEST_WAIT_MS = 4000;

/** Post to the server; a refusal is shown and answered with null, as is what the signal ends. */
export async function post(path, body, signal = null) {
  const form = body instanceof FormData;
  try {
    const answer = await fetch(`/page/${path}`, {
      method: "POST",
      headers: form ? {} : { "Content-Type": "application/json" },
      body: form ? body : JSON.stringify(body),
      signal,
    });
    if (answer.ok) return await answer.json();
    toast(`${word("failed")}: ${(await answer.text()).trim()}`);
  } catch {
    if (!signal?.aborted) toast(word("failed"));
  }
  return null;
}

export async function listPeople() {
  return (await fetch("/page/people")).json();
}

/** Follow one person's chat, again and again when the server goes away. Returns a function that stops it. */
export function follow(userId, { ready, hear, lost }) {
  let source = null;
  let timer = null;
  let wait = FIRST_WAIT_MS;
  let stopped = false;

  const retry = () => {
    source?.close();
    if (stopped) return;
    lost();
    timer = setTimeout(connect, wait);
    wait = Math.min(wait * 1.6, LONGEST_WAIT_MS);
  };
  const connect = async () => {
    try {
      await ready();
    } catch {
      retry();
      return;
    }
    if (stopped) return;
    source = new EventSource(`/page/${userId}/events`);
    source.onmessage = (message) => {
      wait = FIRST_WAIT_MS;
      hear(JSON.parse(message.data));
    };
    source.onerror = retry;
  };
  connect();
  return () => {
    stopped = true;
    clearTimeout(timer);
    source?.close();
  };
}
