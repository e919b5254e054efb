// @ts-check
/**
 * Keep the bar of alarms up to date on a page that stays open.
 *
 * Every quarter of a minute the server is asked what rings; the bar is built from its
 * own `<template>`, and text is only ever set as text. An alarm that was there already
 * stays as it is, so that a button does not move away below a finger.
 */

const EVERY_MS = 15_000;

/**
 * @typedef {{id: string, words: string, url: string, answer_url: string}} Alarm
 * @typedef {{shown: Alarm[], count: number, all_words: string, is_ringing: boolean,
 *   is_worker_silent: boolean}} Bar
 */

/**
 * @param {HTMLElement} bar
 * @param {Alarm} alarm
 * @returns {HTMLElement}
 */
function itemOf(bar, alarm) {
  const template = /** @type {HTMLTemplateElement} */ (
    bar.querySelector("[data-alarms-template]")
  );
  const copy = /** @type {DocumentFragment} */ (template.content.cloneNode(true));
  const item = /** @type {HTMLElement} */ (copy.firstElementChild);
  item.dataset.alarm = alarm.id;
  const words = /** @type {HTMLAnchorElement} */ (item.querySelector("[data-alarm-words]"));
  words.textContent = alarm.words;
  words.href = alarm.url;
  const form = item.querySelector("form");
  if (form) form.action = alarm.answer_url;
  return item;
}

/**
 * @param {HTMLElement} bar
 * @param {Bar} now
 */
export function show(bar, now) {
  const list = /** @type {HTMLElement} */ (bar.querySelector("[data-alarms-list]"));
  const ids = new Set(now.shown.map((alarm) => alarm.id));
  for (const item of /** @type {HTMLElement[]} */ ([...list.children])) {
    if (!ids.has(item.dataset.alarm ?? "")) item.remove();
  }
  const there = new Set(
    /** @type {HTMLElement[]} */ ([...list.children]).map((item) => item.dataset.alarm),
  );
  for (const alarm of now.shown) {
    if (!there.has(alarm.id)) list.append(itemOf(bar, alarm));
  }
  const all = /** @type {HTMLElement} */ (bar.querySelector("[data-alarms-all]"));
  const words = /** @type {HTMLElement} */ (all.querySelector("[data-alarms-all-words]"));
  words.textContent = now.all_words;
  all.hidden = now.count < 2;
  const silent = /** @type {HTMLElement} */ (bar.querySelector("[data-alarms-silent]"));
  silent.hidden = !now.is_worker_silent;
  bar.hidden = !now.is_ringing;
}

/** @param {HTMLElement} bar */
async function refresh(bar) {
  const answer = await fetch(bar.dataset.alarmsUrl ?? "", {
    headers: { Accept: "application/json" },
    redirect: "error", // the session is over: the page says so at its next step
  });
  if (answer.ok) show(bar, await answer.json());
}

for (const bar of /** @type {NodeListOf<HTMLElement>} */ (
  document.querySelectorAll("[data-alarms]")
)) {
  setInterval(() => {
    refresh(bar).catch(() => {}); // the next time is soon
  }, EVERY_MS);
}
