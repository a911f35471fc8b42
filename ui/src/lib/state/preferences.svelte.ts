// Preferences, applied to <html>: theme, language, text size, compact rows. They act at once; the shell keeps them.
import * as backend from "../backend";
import type { Preferences } from "../backend";
import { toasts } from "../ui/toasts.svelte";
import { language } from "../i18n.svelte";

const SIZES = [90, 100, 112, 125] as const;
const DEFAULTS: Preferences = {
  language: "system", theme: "system", textSize: 100, compact: false, technicalNames: false, singleKeys: true, autoLockMinutes: 10,
};

class PreferencesState {
  current = $state<Preferences>(DEFAULTS);
  #systemLanguage: backend.Tongue = "en";

  follow(preferences: Preferences, systemLanguage: backend.Tongue): void {
    this.#systemLanguage = systemLanguage;
    this.current = preferences;
    this.#apply();
  }

  /** Changes some at once; puts the old ones back when the shell cannot keep them. */
  async set(patch: Partial<Preferences>): Promise<void> {
    const before = this.current;
    this.current = { ...before, ...patch };
    this.#apply();
    try {
      this.current = await backend.setPreferences(patch);
    } catch (error) {
      this.current = before;
      toasts.trouble(backend.failure(error).message);
    }
    this.#apply();
  }

  /** Ctrl + and Ctrl −: the next larger or smaller text. */
  async resize(by: 1 | -1): Promise<void> {
    const next = SIZES[SIZES.indexOf(this.current.textSize) + by];
    if (next) await this.set({ textSize: next });
  }

  #apply(): void {
    const { language: wanted, theme, textSize, compact } = this.current;
    language.current = wanted === "system" ? this.#systemLanguage : wanted;
    const root = document.documentElement;
    if (theme === "system") delete root.dataset["theme"];
    else root.dataset["theme"] = theme;
    root.style.fontSize = `${textSize}%`;
    root.toggleAttribute("data-compact", compact);
  }
}

export const preferences = new PreferencesState();
