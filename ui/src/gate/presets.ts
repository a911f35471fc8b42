// The public servers by name, and which of them an address is.
import type { PresetId } from "$lib/backend";
import { m } from "$lib/i18n.svelte";
import type { Preset } from "$lib/shell";

export const presetName = (id: PresetId) => (id === "soracomJapan" ? m.server_preset_soracom_japan() : m.server_preset_soracom_global());

const plain = (address: string) => address.trim().toLowerCase().replace(/\/+$/, "");

/** The public server at an address. */
export const presetAt = (address: string, presets: readonly Preset[]) => presets.find((preset) => plain(preset.address) === plain(address));
