// Which of the window's own panels is open: about, all shortcuts, the palette. One place, so that keys, menus and links agree.

class Help {
  about = $state(false);
  shortcuts = $state(false);
  palette = $state(false);
}

export const help = new Help();
