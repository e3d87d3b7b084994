// The page's own few words. What the bot says is the bot's.

const WORDS = {
  en: {
    banner: "A local stand-in, not Telegram. Nothing leaves this machine.",
    about: "Several people can talk to the bot here, each in a chat and a language of their own.",
    people: "People", add: "Add a person", me: "This person", name: "Name", language: "Telegram language",
    none: "not told", other: "German", blocked: "Has blocked the bot", close: "Close", switch: "People and languages",
    start: "Start", unblock: "Unblock the bot", menu: "Menu", attach: "Attach", send: "Send",
    message: "Message", ok: "OK", copied: "Copied", copy: "Copy", pinned: "Pinned message",
    typing: "typing…", bot: "bot", reconnecting: "Reconnecting…", edited: "edited", drop: "Drop to send",
    photo: "Photo", file: "File", voice: "Voice message", sticker: "Sticker", location: "Location",
    contact: "Contact", video: "Video", more: "Show more", less: "Show less", spoiler: "Hidden text",
    today: "Today", yesterday: "Yesterday", log: "Messages", forwarded: "Forwarded from", failed: "Not sent",
    example: "example", commands: "Commands", download: "Download", reaction: "Reaction of the bot", you: "You",
    share: "Share with", talks: "Chats with people", talk: "Chat", via: "via", query: "What to ask the bot",
    between: "A chat of two people. The bot is not in it.", results: "Results",
    asking: "Asking the bot…", nothing: "Nothing found", silent: "The bot did not answer",
    nobody: "This button is for groups or channels, and there are none here.",
  },
  ru: {
    banner: "Это не Telegram, а его замена на этом компьютере. Наружу ничего не уходит.",
    about: "Здесь с ботом могут говорить несколько человек: у каждого свой чат и свой язык.",
    people: "Люди", add: "Добавить человека", me: "Этот человек", name: "Имя", language: "Язык в Telegram",
    none: "не сообщается", other: "немецкий", blocked: "Заблокировал бота", close: "Закрыть", switch: "Люди и языки",
    start: "Начать", unblock: "Разблокировать бота", menu: "Меню", attach: "Прикрепить", send: "Отправить",
    message: "Сообщение", ok: "ОК", copied: "Скопировано", copy: "Скопировать", pinned: "Закреплённое сообщение",
    typing: "печатает…", bot: "бот", reconnecting: "Соединяемся снова…", edited: "изменено",
    drop: "Отпустите, чтобы отправить",
    photo: "Фото", file: "Файл", voice: "Голосовое сообщение", sticker: "Стикер", location: "Геопозиция",
    contact: "Контакт", video: "Видео", more: "Показать ещё", less: "Свернуть", spoiler: "Скрытый текст",
    today: "Сегодня", yesterday: "Вчера", log: "Сообщения", forwarded: "Переслано от", failed: "Не отправлено",
    example: "пример", commands: "Команды", download: "Скачать", reaction: "Реакция бота", you: "Вы",
    share: "Кому отправить", talks: "Чаты с людьми", talk: "Чат", via: "через", query: "О чём спросить бота",
    between: "Чат двух людей. Бота в нём нет.", results: "Результаты",
    asking: "Спрашиваем бота…", nothing: "Ничего не нашлось", silent: "Бот не ответил",
    nobody: "Эта кнопка для групп или каналов, а здесь их нет.",
  },
  es: {
    banner: "Esto no es Telegram, sino un sustituto local. Nada sale de este equipo.",
    about: "Aquí pueden hablar con el bot varias personas, cada una con su chat y su idioma.",
    people: "Personas", add: "Añadir una persona", me: "Esta persona", name: "Nombre", language: "Idioma de Telegram",
    none: "no se indica", other: "alemán", blocked: "Ha bloqueado al bot", close: "Cerrar", switch: "Personas e idiomas",
    start: "Iniciar", unblock: "Desbloquear al bot", menu: "Menú", attach: "Adjuntar", send: "Enviar",
    message: "Mensaje", ok: "Aceptar", copied: "Copiado", copy: "Copiar", pinned: "Mensaje fijado",
    typing: "escribiendo…", bot: "bot", reconnecting: "Reconectando…", edited: "editado",
    drop: "Suelta para enviar",
    photo: "Foto", file: "Archivo", voice: "Mensaje de voz", sticker: "Sticker", location: "Ubicación",
    contact: "Contacto", video: "Vídeo", more: "Mostrar más", less: "Mostrar menos", spoiler: "Texto oculto",
    today: "Hoy", yesterday: "Ayer", log: "Mensajes", forwarded: "Reenviado de", failed: "No enviado",
    example: "ejemplo", commands: "Comandos", download: "Descargar", reaction: "Reacción del bot", you: "Tú",
    share: "Compartir con", talks: "Chats con personas", talk: "Chat", via: "vía", query: "Qué preguntar al bot",
    between: "Un chat de dos personas. El bot no está en él.", results: "Resultados",
    asking: "Preguntando al bot…", nothing: "No se ha encontrado nada", silent: "El bot no ha respondido",
    nobody: "Este botón es para grupos o canales, y aquí no hay ninguno.",
  },
};

let locale = "en";

/** The language of the page follows the person; whoever speaks another language reads English. */
export function setLanguage(code) {
  const language = (code || "").slice(0, 2);
  locale = code || navigator.language;
  document.documentElement.lang = WORDS[language] ? language : "en";
  for (const element of document.querySelectorAll("[data-word]")) element.textContent = word(element.dataset.word);
  for (const element of document.querySelectorAll("[data-name]")) name(element, word(element.dataset.name));
}

export function word(key) {
  return WORDS[document.documentElement.lang][key];
}

/** Dates are written as this person's own Telegram would write them. */
export function readerLocale() {
  return locale;
}

export function name(element, label) {
  element.setAttribute("aria-label", label);
  element.title = label;
}
