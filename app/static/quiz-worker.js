"use strict";
/* Shows the kept copy of an attempt's page where a reload finds no connection: docs/decisions/0069-offline-copy.md.
   The line always goes first; only the page of the one attempt that is open here was kept, and only its own files. */

const KEPT = "ecampus.attempt";
const PAGE = /^\/attempts\/\d+$/;
const FILES = new Set(["script", "style", "image"]);

addEventListener("install", () => skipWaiting());
addEventListener("activate", (event) => event.waitUntil(clients.claim()));
addEventListener("fetch", (event) => {
  const { request } = event, path = new URL(request.url).pathname;
  if (request.method !== "GET") return;
  if (request.mode === "navigate" && PAGE.test(path)) event.respondWith(page(request, path));
  else if (FILES.has(request.destination)) event.respondWith(file(request));
});

/** The page as the server gives it. Whatever else it says (signed out, submitted, somebody else's), the copy goes. */
async function page(request, path) {
  try {
    const answer = await fetch(request);
    if (answer.status < 500 && answer.status !== 200) await caches.delete(KEPT);
    return answer;
  } catch (error) {
    const kept = await (await caches.open(KEPT)).match(path);
    if (kept && Number(kept.headers.get("X-Kept-Until")) > Date.now()) return kept;
    await caches.delete(KEPT);
    throw error;
  }
}

async function file(request) {
  try {
    return await fetch(request);
  } catch (error) {
    const kept = await (await caches.open(KEPT)).match(request.url);
    if (kept) return kept;
    throw error;
  }
}
