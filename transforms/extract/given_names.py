"""Placeholder."""

_COUNTS = """
aaron 9 0, abbas 9 0, abdel 9 0, abdul 9 0, abdulaziz 9 0, abdulla 9 0, abdullah 9 0, abdulrahman 9 0, abena 0 9,
abigail 0 9, abraham 9 0, adam 9 0, adel 9 0, adela 0 9, adelaide 0 9, adolfo 9 0, adriana 0 9, adrienne 0 9, adwoa 0
9, agnes 0 9, agnieszka 0 9, agustin 9 0, ahmad 9 0, ahmed 9 0, aicha 0 9, aisha 0 9, akosua 0 9, alain 9 0, alan 9 0,
albert 9 0, alberto 9 0, alec 9 0, alejandra 0 9, alejandro 9 0, aleksandra 0 9, alessandra 0 9, alessandro 9 0, alex
9 0, alexander 9 0, alexandra 0 9, alexandria 0 9, alexei 9 0, alfonso 9 0, alfred 9 0, alfredo 9 0, ali 9 0, alice 0
9, alicia 0 9, aline 0 9, alison 0 9, allen 9 0, alvaro 9 0, ama 0 9, amadou 9 0, amal 0 9, amanda 0 9, amar 9 0,
amber 0 9, amelia 0 9, amelie 0 9, amina 0 9, amir 9 0, amira 0 9, amy 0 9, ana 0 9, anastasia 0 9, anders 9 0, andre
9 0, andreas 9 0, andreea 0 9, andrei 9 0, andres 9 0, andrew 9 0, andrius 9 0, andy 9 0, angela 0 9, angelica 0 9,
angelo 9 0, anita 0 9, anja 0 9, anjali 0 9, ann 0 9, anna 0 9, anne 0 9, annette 0 9, annie 0 9, anthony 9 0, antoine
9 0, antonella 0 9, antonia 0 9, antonio 9 0, antony 9 0, anwar 9 0, aparna 0 9, april 0 9, ari 9 0, ariel 9 0,
armando 9 0, arnold 9 0, arthur 9 0, arturo 9 0, arun 9 0, arvind 9 0, asad 9 0, asha 0 9, ashley 0 9, ashok 9 0,
ashraf 9 0, asif 9 0, astrid 0 9, audrey 0 9, augusto 9 0, aurelie 0 9, aurora 0 9, austin 9 0, ayesha 0 9, aziz 9 0,
baptiste 9 0, barack 9 0, barbara 0 9, barbora 0 9, barry 9 0, bashar 9 0, beatrice 0 9, beatriz 0 9, becky 0 9, ben 9
0, benito 9 0, benjamin 9 0, bernadette 0 9, bernard 9 0, bernardo 9 0, bernie 9 0, beth 0 9, betsy 0 9, betty 0 9,
beverly 0 9, bianca 0 9, bilal 9 0, bill 9 0, birgit 0 9, bob 9 0, bogdan 9 0, boris 9 0, brad 9 0, bradley 9 0,
brandon 9 0, brenda 0 9, brendan 9 0, brett 9 0, brian 9 0, bridget 0 9, brigitte 0 9, brooke 0 9, bruce 9 0, bruno 9
0, bryan 9 0, bushra 0 9, camila 0 9, camille 0 9, camilo 9 0, carl 9 0, carla 0 9, carlos 9 0, carlotta 0 9, carly 0
9, carme 0 9, carmen 0 9, carol 0 9, carole 0 9, carolina 0 9, caroline 0 9, carolyn 0 9, catalina 0 9, caterina 0 9,
catherine 0 9, cathy 0 9, cecilia 0 9, celine 0 9, cesar 9 0, charles 9 0, charlie 9 0, charlotte 0 9, chelsea 0 9,
cheryl 0 9, chiara 0 9, chidi 9 0, chioma 0 9, chris 9 0, christina 0 9, christine 0 9, christophe 9 0, christopher 9
0, chuck 9 0, cindy 0 9, claire 0 9, clara 0 9, clarence 9 0, claude 9 0, claudia 0 9, claudio 9 0, clint 9 0, colin 9
0, colleen 0 9, condoleezza 0 9, consuelo 0 9, craig 9 0, cristian 9 0, cristina 0 9, cristobal 9 0, cynthia 0 9,
cyril 9 0, daisy 0 9, dan 9 0, daniel 9 0, daniela 0 9, danielle 0 9, dario 9 0, darren 9 0, dave 9 0, david 9 0, dawn
0 9, dean 9 0, debbie 0 9, deborah 0 9, deepa 0 9, delia 0 9, delphine 0 9, denis 9 0, denise 0 9, dennis 9 0, derek 9
0, diana 0 9, diane 0 9, dianne 0 9, dick 9 0, didier 9 0, diego 9 0, dimitri 9 0, dinesh 9 0, divya 0 9, dmitri 9 0,
dmitry 9 0, dolores 0 9, domingo 9 0, dominic 9 0, don 9 0, donald 9 0, donna 0 9, doris 0 9, dorota 0 9, dorothy 0 9,
doug 9 0, douglas 9 0, duncan 9 0, dwight 9 0, earl 9 0, ed 9 0, eddie 9 0, edgar 9 0, edmundo 9 0, eduardo 9 0,
edward 9 0, efrain 9 0, eileen 0 9, ekaterina 0 9, elaine 0 9, eleanor 0 9, elena 0 9, eleonora 0 9, elisa 0 9,
elisabeth 0 9, elise 0 9, eliza 0 9, elizabeth 0 9, ellen 0 9, elodie 0 9, eloisa 0 9, elon 9 0, elvira 0 9, emeka 9
0, emilia 0 9, emilio 9 0, emily 0 9, emma 0 9, emmanuel 9 0, enrique 9 0, enzo 9 0, eric 9 0, erica 0 9, erik 9 0,
erin 0 9, ernest 9 0, ernesto 9 0, esperanza 0 9, esteban 9 0, estefania 0 9, estela 0 9, esther 0 9, ethan 9 0,
eugene 9 0, eugenia 0 9, eva 0 9, evan 9 0, eve 0 9, evelyn 0 9, ezequiel 9 0, fabio 9 0, fabiola 0 9, fabrice 9 0,
facundo 9 0, faisal 9 0, farah 0 9, farooq 9 0, fatemeh 0 9, fatima 0 9, fatimah 0 9, federica 0 9, federico 9 0,
felipe 9 0, felix 9 0, fernanda 0 9, fernando 9 0, fidel 9 0, filippo 9 0, fiona 0 9, florence 0 9, florent 9 0,
folake 0 9, frances 0 9, francesca 0 9, francesco 9 0, francis 9 0, francisco 9 0, francois 9 0, francoise 0 9, frank
9 0, franklin 9 0, fred 9 0, frederic 9 0, frederick 9 0, frida 0 9, funke 0 9, gabriel 9 0, gabriela 0 9, gail 0 9,
ganesh 9 0, gary 9 0, gaston 9 0, gaurav 9 0, gavin 9 0, geeta 0 9, gene 9 0, genevieve 0 9, geoff 9 0, geoffrey 9 0,
george 9 0, gerald 9 0, gerard 9 0, gerardo 9 0, german 9 0, gianni 9 0, gilberto 9 0, gina 0 9, giorgi 9 0, giorgia 0
9, giovanna 0 9, giovanni 9 0, giulia 0 9, giuseppe 9 0, gladys 0 9, glenn 9 0, gloria 0 9, gloriana 0 9, gonzalo 9 0,
gordon 9 0, grace 0 9, graham 9 0, grant 9 0, greg 9 0, gregory 9 0, greta 0 9, guadalupe 0 9, gudrun 0 9, guido 9 0,
guillermo 9 0, gunter 9 0, gustavo 9 0, gwen 0 9, hamad 9 0, hamid 9 0, hanan 0 9, hannah 0 9, hans 9 0, haris 9 0,
harold 9 0, haroon 9 0, harriet 0 9, harry 9 0, hasan 9 0, hassan 9 0, hassane 9 0, heather 0 9, hector 9 0, heidi 0
9, heinrich 9 0, helen 0 9, helene 0 9, helmut 9 0, henri 9 0, henry 9 0, herbert 9 0, herve 9 0, hildegard 0 9,
hillary 0 9, hina 0 9, holly 0 9, hope 0 9, horacio 9 0, hossein 9 0, howard 9 0, huda 0 9, hugh 9 0, hugo 9 0,
hussain 9 0, hussein 9 0, ian 9 0, ibrahim 9 0, ida 0 9, ignacio 9 0, igor 9 0, ilse 0 9, imad 9 0, imelda 0 9, imran
9 0, indira 0 9, ines 0 9, ingeborg 0 9, ingrid 0 9, iqbal 9 0, irene 0 9, irina 0 9, iris 0 9, isaac 9 0, isabel 0 9,
isabella 0 9, isabelle 0 9, ismael 9 0, ismail 9 0, ivan 9 0, ivana 0 9, ivanka 0 9, jacinda 0 9, jack 9 0, jacob 9 0,
jacqueline 0 9, jacques 9 0, jake 9 0, jamal 9 0, james 9 0, jamie 9 0, jane 0 9, janet 0 9, janice 0 9, jared 9 0,
jaroslav 9 0, jasmine 0 9, jason 9 0, javier 9 0, jawad 9 0, jay 9 0, jeanne 0 9, jeff 9 0, jeffrey 9 0, jen 0 9,
jennifer 0 9, jens 9 0, jeremy 9 0, jerome 9 0, jerry 9 0, jesse 9 0, jessica 0 9, jesus 9 0, jill 0 9, jim 9 0,
jimena 0 9, jimmy 9 0, joan 0 9, joanna 0 9, joao 9 0, joaquin 9 0, jody 0 9, joe 9 0, joel 9 0, johan 9 0, johannes 9
0, john 9 0, johnny 9 0, jolanda 0 9, jon 9 0, jonathan 9 0, jorge 9 0, jose 9 0, josef 9 0, josefina 0 9, joseph 9 0,
josephine 0 9, josh 9 0, joshua 9 0, joy 0 9, joyce 0 9, juan 9 0, juana 0 9, judith 0 9, judy 0 9, julia 0 9, julian
9 0, juliana 0 9, julie 0 9, julieta 0 9, julio 9 0, june 0 9, jurgen 9 0, justin 9 0, jyoti 0 9, kaitlin 0 9, kamal 9
0, kamala 0 9, karen 0 9, karim 9 0, karin 0 9, karl 9 0, karolina 0 9, katarina 0 9, katarzyna 0 9, kate 0 9,
katherine 0 9, kathleen 0 9, kathryn 0 9, kathy 0 9, katie 0 9, katja 0 9, kavita 0 9, kayla 0 9, keith 9 0, kellyanne
0 9, ken 9 0, kenneth 9 0, kevin 9 0, khadija 0 9, khaled 9 0, khalid 9 0, kirsten 0 9, kirstjen 0 9, klaus 9 0, kofi
9 0, kojo 9 0, krista 0 9, kristen 0 9, ksenia 0 9, kumar 9 0, kwame 9 0, kwasi 9 0, kyle 9 0, laila 0 9, lakshmi 0 9,
lamia 0 9, larissa 0 9, larry 9 0, lars 9 0, laura 0 9, lauren 0 9, laurent 9 0, laurie 0 9, lawrence 9 0, layla 0 9,
leah 0 9, leandro 9 0, leila 0 9, lena 0 9, leo 9 0, leon 9 0, leonard 9 0, leonardo 9 0, leticia 0 9, lewis 9 0,
leyla 0 9, liam 9 0, liliana 0 9, lily 0 9, linda 0 9, lindsey 9 0, lionel 9 0, lisa 0 9, liz 0 9, lloyd 9 0, lorena 0
9, lorenzo 9 0, loretta 0 9, lori 0 9, lorraine 0 9, louis 9 0, louise 0 9, luca 9 0, lucas 9 0, lucia 0 9, luciana 0
9, luciano 9 0, lucy 0 9, ludmila 0 9, luigi 9 0, luis 9 0, luisa 0 9, luke 9 0, lydia 0 9, maciej 9 0, madeleine 0 9,
magda 0 9, magdalena 0 9, maggie 0 9, maha 0 9, mahesh 9 0, mahmoud 9 0, mahnaz 0 9, majid 9 0, malala 0 9, malcolm 9
0, malgorzata 0 9, manal 0 9, manoj 9 0, mansour 9 0, manuel 9 0, manuela 0 9, marc 9 0, marcel 9 0, marcela 0 9,
marcelo 9 0, marco 9 0, marcos 9 0, marcus 9 0, margaret 0 9, margarita 0 9, margot 0 9, maria 0 9, mariam 0 9, marian
0 9, mariana 0 9, mariano 9 0, marie 0 9, mariela 0 9, marilyn 0 9, marina 0 9, marine 0 9, mario 9 0, marisol 0 9,
marissa 0 9, marjorie 0 9, mark 9 0, marshall 9 0, marta 0 9, martha 0 9, martin 9 0, martina 0 9, mary 0 9, maryam 0
9, massimo 9 0, mathilde 0 9, matt 9 0, matteo 9 0, matthew 9 0, matthias 9 0, maud 0 9, maurice 9 0, mauricio 9 0,
mauro 9 0, max 9 0, maxim 9 0, maya 0 9, mayawati 0 9, meena 0 9, megan 0 9, meghan 0 9, mehmet 9 0, melania 0 9,
melissa 0 9, mercedes 0 9, meredith 0 9, michael 9 0, michaela 0 9, michel 9 0, michelle 0 9, miguel 9 0, mike 9 0,
milan 9 0, mildred 0 9, milena 0 9, mireille 0 9, miriam 0 9, mirjana 0 9, miroslav 9 0, mitch 9 0, mitchell 9 0,
mohamed 9 0, mohammad 9 0, mohammed 9 0, mohan 9 0, mohd 9 0, molly 0 9, monica 0 9, morgan 9 0, moses 9 0, moussa 9
0, muhammad 9 0, mukesh 9 0, munir 9 0, muriel 0 9, mustafa 9 0, mykola 9 0, nabil 9 0, nabila 0 9, nadia 0 9, nadine
0 9, nadira 0 9, naeem 9 0, naima 0 9, najwa 0 9, nancy 0 9, naomi 0 9, narendra 9 0, nasser 9 0, natalia 0 9, natalie
0 9, natasa 0 9, natasha 0 9, nathalie 0 9, nathan 9 0, naveen 9 0, nawaz 9 0, neha 0 9, neil 9 0, nelson 9 0, ngozi 0
9, nicholas 9 0, nick 9 0, nicolae 9 0, nicolas 9 0, nicole 0 9, nicoletta 0 9, nigel 9 0, nikki 0 9, nikolai 9 0,
nina 0 9, nisha 0 9, nitin 9 0, noemi 0 9, nomsa 0 9, nora 0 9, norman 9 0, nour 0 9, oksana 0 9, oleg 9 0, olena 0 9,
olga 0 9, oliver 9 0, olivia 0 9, olivier 9 0, omar 9 0, omer 9 0, osama 9 0, oscar 9 0, osvaldo 9 0, oswald 9 0, otto
9 0, pablo 9 0, pamela 0 9, paola 0 9, paolo 9 0, pascal 9 0, patricia 0 9, patricio 9 0, patrick 9 0, patrizia 0 9,
patty 0 9, paul 9 0, paula 0 9, paulina 0 9, pauline 0 9, pavel 9 0, pedro 9 0, peggy 0 9, penelope 0 9, pete 9 0,
peter 9 0, petra 0 9, petro 9 0, phil 9 0, philip 9 0, philippe 9 0, phyllis 0 9, pierre 9 0, pietro 9 0, pilar 0 9,
piotr 9 0, pooja 0 9, pradeep 9 0, prakash 9 0, priya 0 9, quentin 9 0, rabia 0 9, rachel 0 9, rafael 9 0, rahul 9 0,
raj 9 0, rajesh 9 0, rakesh 9 0, ralph 9 0, ramesh 9 0, ramiro 9 0, ramon 9 0, randy 9 0, rania 0 9, raquel 0 9,
rashid 9 0, raul 9 0, ray 9 0, raymond 9 0, razia 0 9, rebecca 0 9, recep 9 0, reem 0 9, regina 0 9, reinaldo 9 0,
rekha 0 9, renato 9 0, rene 9 0, renee 0 9, reza 9 0, rhonda 0 9, ricardo 9 0, richard 9 0, rick 9 0, rita 0 9, rob 9
0, robert 9 0, roberta 0 9, roberto 9 0, rocio 0 9, rodolfo 9 0, rodrigo 9 0, rogelio 9 0, roger 9 0, roland 9 0,
roman 9 0, ron 9 0, ronald 9 0, rosa 0 9, rosario 0 9, rose 0 9, rosemary 0 9, ross 9 0, roxana 0 9, roxanne 0 9, roy
9 0, ruben 9 0, rudy 9 0, rukhsana 0 9, rupert 9 0, russell 9 0, ruth 0 9, ryan 9 0, sabine 0 9, sabrina 0 9, sachin 9
0, sadiq 9 0, saeed 9 0, salim 9 0, sally 0 9, salma 0 9, salman 9 0, salvador 9 0, salvatore 9 0, sam 9 0, samantha 0
9, sameer 9 0, samira 0 9, samuel 9 0, sandra 0 9, sania 0 9, sanjay 9 0, sanjeev 9 0, santiago 9 0, sara 0 9, sarah 0
9, saud 9 0, scott 9 0, sean 9 0, sebastian 9 0, seema 0 9, segun 9 0, serge 9 0, sergei 9 0, sergey 9 0, sergio 9 0,
sergiy 9 0, seth 9 0, severine 0 9, shabana 0 9, shahid 9 0, shane 9 0, shankar 9 0, sharif 9 0, sharon 0 9, shaun 9
0, sheila 0 9, shelley 0 9, sherry 0 9, shinzo 9 0, shirley 0 9, shreya 0 9, silvia 0 9, silvio 9 0, simao 9 0, simon
9 0, simona 0 9, sipho 9 0, sita 0 9, smriti 0 9, sofia 0 9, solange 0 9, sonia 0 9, sophia 0 9, sophie 0 9, spencer 9
0, stacey 0 9, stanley 9 0, stefan 9 0, stefano 9 0, stephanie 0 9, stephen 9 0, steve 9 0, steven 9 0, stuart 9 0,
sue 0 9, sumaya 0 9, sunil 9 0, sunita 0 9, suresh 9 0, susan 0 9, susana 0 9, susanna 0 9, sushma 0 9, suzanne 0 9,
sven 9 0, svetlana 0 9, swati 0 9, sylvia 0 9, tahir 9 0, talal 9 0, tamara 0 9, tammy 0 9, tanya 0 9, tara 0 9, tarek
9 0, tariq 9 0, tatiana 0 9, tatjana 0 9, ted 9 0, tendai 9 0, teodora 0 9, teresa 0 9, terrence 9 0, thabo 9 0,
thandi 0 9, thelma 0 9, themba 9 0, theodore 9 0, theresa 0 9, thierry 9 0, thomas 9 0, tim 9 0, timothy 9 0, tina 0
9, todd 9 0, tom 9 0, tomas 9 0, tomasz 9 0, tommy 9 0, tony 9 0, travis 9 0, trevor 9 0, tulsi 0 9, tunde 9 0, tyler
9 0, ulrich 9 0, uma 0 9, ursula 0 9, usman 9 0, valentina 0 9, valeria 0 9, valerie 0 9, vanessa 0 9, vasyl 9 0, vera
0 9, veronica 0 9, veronique 0 9, vicente 9 0, vicki 0 9, victor 9 0, victoria 0 9, vidya 0 9, vijay 9 0, vikram 9 0,
viktor 9 0, vince 9 0, vincent 9 0, vinod 9 0, viola 0 9, violeta 0 9, virginia 0 9, virginie 0 9, vittorio 9 0,
vivian 0 9, viviana 0 9, vladimir 9 0, volodymyr 9 0, wade 9 0, walid 9 0, wallace 9 0, walter 9 0, wanda 0 9, wanjiru
0 9, warren 9 0, wayne 9 0, wendy 0 9, wesley 9 0, wilhelm 9 0, will 9 0, william 9 0, winnie 0 9, wolfgang 9 0,
xavier 9 0, ximena 0 9, xiomara 0 9, yaa 0 9, yann 9 0, yasir 9 0, yasmin 0 9, yasmine 0 9, yaw 9 0, yelena 0 9,
yolanda 0 9, yousef 9 0, youssef 9 0, yulia 0 9, yuri 9 0, yusuf 9 0, yves 9 0, yvonne 0 9, zachary 9 0, zahid 9 0,
zahra 0 9, zaid 9 0, zainab 0 9, zeinab 0 9, zoe 0 9, zubaida 0 9, zuzana 0 9
"""

GIVEN_NAMES: dict[str, tuple[int, int]] = {
    name: (int(men), int(women)) for name, men, women in (entry.split() for entry in _COUNTS.split(","))
}
