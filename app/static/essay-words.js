"use strict";
/* How the words of an essay are counted: the rule of `app/essays/rules/words.py`. Text falls apart at white space and at
   dashes; every part in which there is a letter or a digit of any script is one word. */

const BETWEEN_WORDS = /[\t-\r \u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\u2013\u2014]+/u;
const LETTER_OR_DIGIT = /[\p{L}\p{N}]/u;

const countWords = (text) => text.split(BETWEEN_WORDS).filter((part) => LETTER_OR_DIGIT.test(part)).length;

/** What the server stores of a text. */
const plainText = (text) => text.replace(/\r\n?|[\v\f\u0085\u2028\u2029]/g, "\n").normalize("NFC").replace(/[\u0000-\u0008\u000e-\u001f\u007f-\u009f]/g, "");
