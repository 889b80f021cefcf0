"use strict";
/* Whoever signs in here finds nothing of an attempt that somebody had open here before: docs/decisions/0069-offline-copy.md.
   What waits to be saved stays for who gave it, but not beyond its time. */

const isOver = (value) => {
  try {
    return !(Date.now() < JSON.parse(value).until);
  } catch (_) {
    return true;
  }
};

if (window.caches) caches.delete("ecampus.attempt");
try {
  for (const [key, value] of Object.entries(localStorage)) {
    if (key.startsWith("ecampus.answer.") && isOver(value)) localStorage.removeItem(key);
  }
} catch (_) {
  /* This browser lets the page keep nothing, so nothing is kept. */
}
