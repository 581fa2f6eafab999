DARSLIK.course({
 "v": 1,
 "id": "https://example.org/courses/golden",
 "version": "2.1",
 "lang": "ru",
 "title": "Золотой & малый <курс>",
 "key": "e610a27cd971",
 "iri": "https://example.org/courses/golden",
 "navigation": "linear",
 "complete": [
  {
   "pages": 90.0
  },
  {
   "questions": 100.0
  }
 ],
 "pass": [
  {
   "score": 66.5
  }
 ],
 "modules": [
  {
   "id": "first-things",
   "slot": 0,
   "title": "Первое",
   "lessons": [
    {
     "id": "blocks",
     "title": "Блоки",
     "minutes": 6,
     "pages": [
      {
       "id": "blocks/start",
       "slot": 0,
       "title": "Блоки",
       "file": "pages/blocks_start.js",
       "questions": []
      },
      {
       "id": "blocks/more",
       "slot": 1,
       "title": "Ещё блоки",
       "file": "pages/blocks_more.js",
       "questions": [
        {
         "id": "one-subject",
         "slot": 0,
         "points": 1
        }
       ]
      }
     ]
    }
   ]
  },
  {
   "id": "questions",
   "slot": 1,
   "title": "Вопросы",
   "unlock": {
    "when": "passed",
    "module": "first-things"
   },
   "lessons": [
    {
     "id": "questions",
     "title": "Вопросы",
     "minutes": 9,
     "pages": [
      {
       "id": "questions/chosen",
       "slot": 2,
       "title": "Выбор",
       "file": "pages/questions_chosen.js",
       "questions": [
        {
         "id": "readable",
         "slot": 1,
         "points": 1
        },
        {
         "id": "licences",
         "slot": 2,
         "points": 2
        },
        {
         "id": "pairs",
         "slot": 3,
         "points": 1
        },
        {
         "id": "order",
         "slot": 4,
         "points": 1
        }
       ]
      },
      {
       "id": "questions/typed",
       "slot": 3,
       "title": "Ввод",
       "file": "pages/questions_typed.js",
       "questions": [
        {
         "id": "word",
         "slot": 5,
         "points": 1
        },
        {
         "id": "half",
         "slot": 6,
         "points": 1
        },
        {
         "id": "gaps",
         "slot": 7,
         "points": 1
        }
       ]
      },
      {
       "id": "questions/shown",
       "slot": 4,
       "title": "Показать",
       "file": "pages/questions_shown.js",
       "questions": [
        {
         "id": "sorts",
         "slot": 8,
         "points": 1
        },
        {
         "id": "arrow",
         "slot": 9,
         "points": 1
        },
        {
         "id": "allowed",
         "slot": 10,
         "points": 1
        },
        {
         "id": "opinions",
         "slot": 11,
         "points": 0,
         "scored": false,
         "records": 2
        },
        {
         "id": "habits",
         "slot": 12,
         "points": 0,
         "scored": false,
         "records": 1
        },
        {
         "id": "why-publish",
         "slot": 13,
         "points": 1
        }
       ]
      }
     ]
    }
   ]
  }
 ],
 "options": {
  "interactions": "journal"
 }
});
